package io.starkbeat.gateway.decode;

/// A value as it was sent.
sealed interface ReportedValue {

    /// A JSON string, its escapes resolved. May hold surrogates without their partner.
    record Text(String text) implements ReportedValue {}

    /// A JSON number.
    ///
    /// @param literal as it was written
    record Numeral(String literal) implements ReportedValue {}

    record Bool(boolean value) implements ReportedValue {}

    /// An array or object.
    ///
    /// @param json          its text as it was sent
    /// @param array         whether it is an array
    /// @param depth         how many levels it has, 1 or more
    /// @param longestNumber the length of its longest number in characters
    record Nested(String json, boolean array, int depth, int longestNumber) implements ReportedValue {}
}
