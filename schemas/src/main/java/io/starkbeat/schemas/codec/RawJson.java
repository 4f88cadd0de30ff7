package io.starkbeat.schemas.codec;

/// JSON that is carried along without being looked into. Numbers and the order of keys stay as they were written; space
/// between them does not outlive the way through a record.
///
/// @param text one whole JSON value; halves of surrogate pairs become U+FFFD, so that UTF-8 can carry it
public record RawJson(String text) {

    /// @throws IllegalArgumentException when there is no value. What is there is trusted to be one.
    public RawJson {
        if (text.isBlank()) {
            throw new IllegalArgumentException("raw JSON must be a value, but is blank");
        }
        text = WellFormedText.of(text);
    }
}
