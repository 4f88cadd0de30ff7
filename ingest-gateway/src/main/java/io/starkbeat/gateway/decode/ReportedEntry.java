package io.starkbeat.gateway.decode;

import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldGroup;
import org.jspecify.annotations.Nullable;

/// One key of a reported object with its value.
///
/// @param group the specification's group (`Node`, `Network`, `System`) in which the key stands; null outside of them
/// @param key   as it was sent
/// @param field the field that the specification means by the key, or null
record ReportedEntry(@Nullable FieldGroup group, String key, @Nullable Field field, ReportedValue value) {}
