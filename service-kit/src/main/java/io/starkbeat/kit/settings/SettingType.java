package io.starkbeat.kit.settings;

/// How a value is written in the environment.
///
/// @param <T> what the text becomes
interface SettingType<T> {
    /// What a person should write, behind "expected": `a duration such as 500ms, 30s, 2m, 1h or 30d`.
    String expected();

    /// Reads the text, which is trimmed and not empty.
    ///
    /// @throws IllegalArgumentException if it is not what is [#expected()]
    T parse(String text);

    /// Whether the value must never be shown.
    default boolean secret() {
        return false;
    }

    static <T> SettingType<T> of(String expected, Parser<T> parser) {
        return new SettingType<>() {
            @Override
            public String expected() {
                return expected;
            }

            @Override
            public T parse(String text) {
                return parser.parse(text);
            }
        };
    }

    /// Reads a text.
    interface Parser<T> {
        T parse(String text);
    }
}
