package io.starkbeat.gateway.decode;

import io.starkbeat.schemas.session.RejectionReason;
import org.jspecify.annotations.Nullable;

/// One part of a report that was not taken while the rest of it counts.
///
/// @param field  the canonical name of the field to blame, or `ts`; null where it is no single field. Never a key that
///               the sender made up: it is written into records and frames
/// @param detail one sentence for the sender
public record FieldFault(RejectionReason reason, @Nullable String field, String detail) {}
