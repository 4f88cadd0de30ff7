package io.starkbeat.schemas.session;

import io.starkbeat.schemas.codec.MillisecondTime;
import io.starkbeat.schemas.codec.RawJson;
import io.starkbeat.schemas.field.Fields;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One report of a node.
///
/// @param reportedAt the node's own `ts`; kept for the record, never used for order. Null when it sent none
/// @param dialect    how the message was written, for example `spec-flat`
/// @param fields     the canonical fields in it
/// @param extensions the keys that no table knows, as they were sent: nothing that a node said is lost
public record NodeReport(
        String sessionId,
        long seq,
        Instant receivedAt,
        String gateway,
        @Nullable Instant reportedAt,
        String dialect,
        Fields fields,
        @Nullable RawJson extensions) implements SessionEvent {

    @SuppressWarnings("NullAway") // absent in the record when empty
    public NodeReport {
        Objects.requireNonNull(sessionId, "session_id is missing");
        receivedAt = MillisecondTime.truncated(Objects.requireNonNull(receivedAt, "received_at is missing"));
        Objects.requireNonNull(gateway, "gateway is missing");
        Objects.requireNonNull(dialect, "dialect is missing");
        reportedAt = reportedAt == null ? null : MillisecondTime.truncated(reportedAt);
        fields = fields == null ? Fields.EMPTY : fields;
    }
}
