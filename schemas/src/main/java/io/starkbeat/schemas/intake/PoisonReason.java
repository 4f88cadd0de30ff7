package io.starkbeat.schemas.intake;

/// Why a record is not what its topic carries.
public enum PoisonReason {
    /// It has no key.
    NO_KEY("no_key"),
    /// It has no value, on a topic that knows no tombstones.
    NO_VALUE("no_value"),
    /// Its key names another session, peer, node or partition than its value.
    WRONG_KEY("wrong_key"),
    /// Its header `schema` names another schema than the topic's.
    WRONG_SCHEMA("wrong_schema"),
    /// It, or a text in it, is longer than any that a service of ours writes.
    TOO_LARGE("too_large"),
    /// Its value cannot be read.
    UNDECODABLE("undecodable"),
    /// It tells a time ahead of the time at which it was written.
    AHEAD_OF_TIME("ahead_of_time"),
    /// It is what its topic carries, and whoever read it failed to use it: a defect of ours.
    UNUSABLE("unusable");

    private final String code;

    PoisonReason(String code) {
        this.code = code;
    }

    /// The name in metrics.
    public String code() {
        return code;
    }
}
