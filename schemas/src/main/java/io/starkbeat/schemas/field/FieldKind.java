package io.starkbeat.schemas.field;

/// What values a field takes. The kind decides how a reported value is read (see [Coercion]) and which [FieldValue] it
/// becomes.
public enum FieldKind {
    /// Any text of at most [Field#MAX_TEXT] characters without control characters.
    TEXT,
    /// A libp2p peer id as base58; a text that is none is kept as it was sent, and names no node.
    PEER_ID,
    /// `FullNode` or `Sequencer`.
    CAPABILITY,
    /// `0x` and 1 to 64 hex digits, lower case. Nothing more is asked: an example of the specification exceeds the
    /// field's prime, and another has 63 digits.
    HASH,
    /// An unsigned 64-bit integer.
    WHOLE,
    /// A finite number of zero or more, with or without a fraction.
    NUMBER,
    /// A number in percent. Values outside 0 to 100 are kept in the records as sent and left out of the API: the
    /// specification's own example has a `storage_usage` of 245.
    PERCENT;

    /// Whether a value is of the family that fields of this kind hold.
    public boolean holds(FieldValue value) {
        return switch (this) {
            case TEXT, PEER_ID, CAPABILITY, HASH -> value instanceof FieldValue.Text;
            case WHOLE -> value instanceof FieldValue.Whole;
            case NUMBER, PERCENT -> value instanceof FieldValue.Decimal;
        };
    }

    /// Whether values of this kind are numbers in JSON.
    public boolean isNumeric() {
        return this == WHOLE || this == NUMBER || this == PERCENT;
    }
}
