package io.starkbeat.standalone.demo;

import io.starkbeat.schemas.field.Field;
import java.time.Instant;
import java.util.Map;

/// Something that a demo node says.
///
/// @param msg the type of the message, as the specification's client asks for one
/// @param at when it was said, by the node's clock
/// @param fields in the order in which they are written
record Report(String msg, Instant at, Map<Field, Object> fields) {}
