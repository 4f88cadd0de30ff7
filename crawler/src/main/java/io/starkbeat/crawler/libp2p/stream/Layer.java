package io.starkbeat.crawler.libp2p.stream;

import java.util.Locale;

/// The layer at which something went wrong, from the wire upwards.
public enum Layer {
    TCP, MULTISTREAM, NOISE, YAMUX, IDENTIFY, PING, KAD, HEADERS;

    /// As in messages and metrics: `noise`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
