package io.starkbeat.schemas.codec;

/// JSON that is carried along without being looked into.
///
/// @param text one whole JSON value
public record RawJson(String text) {}
