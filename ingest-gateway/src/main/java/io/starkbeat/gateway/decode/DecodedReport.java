package io.starkbeat.gateway.decode;

import io.starkbeat.schemas.codec.RawJson;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
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

    /// The same without a word on the peer id.
    public DecodedReport withoutPeerId() {
        Fields.Builder others = Fields.builder();
        fields.forEach((field, value) -> {
            if (field != Field.PEER_ID) {
                others.put(field, value);
            }
        });
        return new DecodedReport(dialect, reportedAt, others.build(), null, extensions, faults);
    }

    /// The same with one fault more.
    public DecodedReport withFault(FieldFault fault) {
        List<FieldFault> more = new ArrayList<>(faults);
        more.add(fault);
        return new DecodedReport(dialect, reportedAt, fields, peerId, extensions, more);
    }

    /// The same without some faults.
    public DecodedReport withoutFaults(Predicate<FieldFault> unwanted) {
        return new DecodedReport(dialect, reportedAt, fields, peerId, extensions,
                faults.stream().filter(unwanted.negate()).toList());
    }
}
