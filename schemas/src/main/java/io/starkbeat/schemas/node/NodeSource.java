package io.starkbeat.schemas.node;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Where knowledge of a node comes from.
public enum NodeSource {
    /// The node reported itself.
    @JsonProperty("telemetry")
    TELEMETRY("telemetry"),
    /// A crawler met it over p2p.
    @JsonProperty("crawler")
    CRAWLER("crawler");

    private final String key;

    NodeSource(String key) {
        this.key = key;
    }

    /// The name in records and in the API.
    public String key() {
        return key;
    }
}
