package io.starkbeat.schemas.field;

import static io.starkbeat.schemas.field.ReportedForm.DECIMAL_TEXT;
import static io.starkbeat.schemas.field.ReportedForm.FRACTION;
import static io.starkbeat.schemas.field.ReportedForm.HEX_TEXT;
import static io.starkbeat.schemas.field.ReportedForm.WORD;

import io.starkbeat.schemas.field.ValueRange.OneOf;
import io.starkbeat.schemas.field.ValueRange.OneOf.Word;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What values a field takes. The kind decides in which forms a value may be reported, how it is read (see [Coercion]), in
/// which range it is kept, and which [FieldValue] it becomes.
@SuppressWarnings("ImmutableEnumChecker") // sets that cannot be changed, and records of such
public enum FieldKind {
    /// Any text of at most [Field#MAX_TEXT] characters without control characters. A number is kept as it is written: some
    /// nodes send their version as one.
    TEXT("text", "string", new ValueRange.Length(Field.MAX_TEXT), ReportedForm.TEXT, ReportedForm.NUMBER, FRACTION),
    /// A libp2p peer id as base58; a text that is none is kept as it was sent, and names no node.
    PEER_ID("peer id", "string", new ValueRange.Length(Field.MAX_TEXT), ReportedForm.TEXT),
    /// `FullNode` or `Sequencer`.
    CAPABILITY("capability", "string",
            new OneOf(List.of(new Word("FullNode", List.of("full_node", "full")), new Word("Sequencer", List.of()))),
            WORD),
    /// `0x` and 1 to 64 hex digits, lower case. Nothing more is asked: an example of the specification exceeds the
    /// field's prime, and another has 63 digits.
    HASH("hash", "string", new ValueRange.HexDigits(Coercion.MAX_HASH_DIGITS), HEX_TEXT),
    /// An unsigned 64-bit integer.
    WHOLE("whole number", "integer", new ValueRange.Unsigned64(), ReportedForm.NUMBER, DECIMAL_TEXT, HEX_TEXT),
    /// A finite number of zero or more, with or without a fraction.
    NUMBER("number", "number", new ValueRange.NotNegative(), ReportedForm.NUMBER, DECIMAL_TEXT, HEX_TEXT, FRACTION),
    /// A number in percent. Values outside 0 to 100 are kept in the records as sent and left out of the API: the
    /// specification's own example has a `storage_usage` of 245.
    PERCENT("percentage", "number", new ValueRange.ShownWithin(0, 100), ReportedForm.NUMBER, DECIMAL_TEXT, HEX_TEXT,
            FRACTION);

    private final String label;
    private final String jsonType;
    private final ValueRange range;
    private final Set<ReportedForm> forms;

    FieldKind(String label, String jsonType, ValueRange range, ReportedForm... forms) {
        this.label = label;
        this.jsonType = jsonType;
        this.range = range;
        this.forms = Collections.unmodifiableSet(EnumSet.copyOf(List.of(forms)));
    }

    /// What documents call it.
    public String label() {
        return label;
    }

    /// The JSON type of such values in records and in the API.
    public String jsonType() {
        return jsonType;
    }

    public ValueRange range() {
        return range;
    }

    /// How such values may be written in a report.
    public Set<ReportedForm> forms() {
        return forms;
    }

    /// Whether such a value may be written so.
    public boolean takes(ReportedForm form) {
        return forms.contains(form);
    }

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
