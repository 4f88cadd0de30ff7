package io.starkbeat.schemas.field;

/// How a value may be written in a report. Nodes do not keep to the specification's types, so each [FieldKind] takes several
/// forms.
public enum ReportedForm {
    /// Any text.
    TEXT("any text", true, "Stark node"),
    /// One of the words of the field's range, or a synonym, in any case.
    WORD("one of these words, in any case", true, "full_node"),
    /// A JSON number.
    NUMBER("a number", false, "31"),
    /// A decimal number as a text.
    DECIMAL_TEXT("a decimal number as a text", true, "31"),
    /// A number that has a fraction, as a JSON number; as a text too where [#DECIMAL_TEXT] is taken.
    FRACTION("with a fraction too", false, "3.25"),
    /// `0x` and hex digits, as a text.
    HEX_TEXT("`0x` and hex digits as a text", true, "0x1f"),
    /// `true` or `false`. No field takes it; a key of a dialect may ([Truth]).
    BOOLEAN("true or false", false, "true");

    private final String words;
    private final boolean text;
    private final String example;

    ReportedForm(String words, boolean text, String example) {
        this.words = words;
        this.text = text;
        this.example = example;
    }

    /// The form in a few words, for documents.
    public String words() {
        return words;
    }

    /// Whether it is a JSON string.
    public boolean isText() {
        return text;
    }

    /// A value in this form, of a text without its quotes. It fits every field that takes the form.
    public String example() {
        return example;
    }
}
