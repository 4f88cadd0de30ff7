package io.starkbeat.standalone.demo;

import io.starkbeat.schemas.field.Field;
import java.util.Map;

/// Something that a demo node says.
///
/// @param msg the type of the message, as the specification's client asks for one
/// @param fields in the order in which they are written
record Report(String msg, Map<Field, Object> fields) {}
