package io.starkbeat.schemas.session;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Why a message, or one field of it, was not taken. The JSON names are public: metrics, the rejected topic and the error
/// frames to senders use them.
public enum RejectionReason {
    /// The frame has no content.
    @JsonProperty("empty")
    EMPTY("empty"),
    /// The bytes are no UTF-8.
    @JsonProperty("not_utf8")
    NOT_UTF8("not_utf8"),
    /// The text is no JSON.
    @JsonProperty("not_json")
    NOT_JSON("not_json"),
    /// The JSON is neither an object nor an array of objects.
    @JsonProperty("not_an_object")
    NOT_AN_OBJECT("not_an_object"),
    /// The JSON is nested deeper than any report is.
    @JsonProperty("too_deep")
    TOO_DEEP("too_deep"),
    /// The message is longer than `MAX_MESSAGE`.
    @JsonProperty("too_large")
    TOO_LARGE("too_large"),
    /// An array holds more reports than one message may.
    @JsonProperty("too_many_reports")
    TOO_MANY_REPORTS("too_many_reports"),
    /// Nothing in the message is known, neither a field nor a group nor a message type.
    @JsonProperty("nothing_known")
    NOTHING_KNOWN("nothing_known"),
    /// One field's value does not fit; the rest of the message counts.
    @JsonProperty("field_unfit")
    FIELD_UNFIT("field_unfit"),
    /// The peer id is no libp2p peer id; the rest of the message counts, the session stays unnamed.
    @JsonProperty("peer_id_invalid")
    PEER_ID_INVALID("peer_id_invalid"),
    /// The session has named another peer id before, which it keeps.
    @JsonProperty("peer_id_changed")
    PEER_ID_CHANGED("peer_id_changed"),
    /// The sender's address has claimed as many peer ids as it may (`MAX_PEER_IDS_PER_ADDRESS`); the rest of the message
    /// counts, the session stays unnamed.
    @JsonProperty("too_many_peer_ids")
    TOO_MANY_PEER_IDS("too_many_peer_ids"),
    /// The unknown keys are larger or deeper than a record keeps; the rest of the message counts.
    @JsonProperty("extensions_too_large")
    EXTENSIONS_TOO_LARGE("extensions_too_large");

    private final String code;

    RejectionReason(String code) {
        this.code = code;
    }

    /// The reason's name outside, in lower snake case.
    public String code() {
        return code;
    }
}
