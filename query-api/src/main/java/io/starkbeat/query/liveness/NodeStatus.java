package io.starkbeat.query.liveness;

import java.util.Locale;

/// How a node is, as far as its gateway and its reports tell; see [LivenessRules].
public enum NodeStatus {
    /// A gateway vouches for its session, and it reports.
    ONLINE,
    /// A gateway vouches for its session, but it has not reported for a while.
    STALE,
    /// Its session has ended, or no gateway vouches for it any more.
    OFFLINE;

    /// The name in the API and in metrics: lower case.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
