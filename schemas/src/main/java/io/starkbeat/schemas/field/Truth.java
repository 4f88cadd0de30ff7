package io.starkbeat.schemas.field;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The forms in which a report may say yes or no: a JSON boolean, the same as a text in any case, 1 and 0 as numbers or texts.
public enum Truth {
    YES("true", "1"),
    NO("false", "0");

    @SuppressWarnings("ImmutableEnumChecker") // always from List.of
    private final List<String> forms;

    Truth(String... forms) {
        this.forms = List.of(forms);
    }

    /// How it is written: as a JSON literal or as a text.
    public List<String> forms() {
        return forms;
    }

    /// What a scalar says; empty when it is neither.
    ///
    /// @param scalar a boolean's or number's literal, or a text
    public static Optional<Truth> of(String scalar) {
        String word = scalar.strip().toLowerCase(Locale.ROOT);
        return Stream.of(values()).filter(truth -> truth.forms.contains(word)).findAny();
    }
}
