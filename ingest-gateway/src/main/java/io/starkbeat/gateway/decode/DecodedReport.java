package io.starkbeat.gateway.decode;

import io.starkbeat.schemas.codec.RawJson;
import io.starkbeat.schemas.field.Fields;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One report of a message, in canonical form.
///
/// @param dialect    how it was written, for example `spec-flat`
/// @param reportedAt the node's own `ts`, where it sent one that can be read
/// @param fields     the canonical fields in it; a peer id that is none is in it as the text that was sent
/// @param peerId     the peer id in base58 if the report names a valid one, which names the node
/// @param extensions one JSON object of the keys that no table knows
/// @param faults     what of the report was not taken
public record DecodedReport(
        String dialect,
        @Nullable Instant reportedAt,
        Fields fields,
        @Nullable String peerId,
        @Nullable RawJson extensions,
        List<FieldFault> faults) {

    public DecodedReport {
        faults = List.copyOf(faults);
    }
}
