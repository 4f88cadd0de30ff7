package io.starkbeat.schemas.session;

import io.starkbeat.schemas.codec.MillisecondTime;
import io.starkbeat.schemas.field.Fields;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The gateway vouches for a session: sent when it has been silent for 30 s, and at least hourly. It carries all that
/// [SessionOpened] has, so that any retained day of the topic rebuilds every live node.
///
/// @param connectedAt when the session was opened
/// @param fields      the identity so far; in the hourly one every field known
public record SessionAlive(
        String sessionId,
        long seq,
        Instant receivedAt,
        String gateway,
        @Nullable String address,
        String addressKey,
        @Nullable String country,
        @Nullable String userAgent,
        @Nullable String path,
        Instant connectedAt,
        Fields fields,
        @Nullable String continues) implements SessionEvent {

    @SuppressWarnings("NullAway") // absent in the record when empty
    public SessionAlive {
        Objects.requireNonNull(sessionId, "session_id is missing");
        receivedAt = MillisecondTime.truncated(Objects.requireNonNull(receivedAt, "received_at is missing"));
        Objects.requireNonNull(gateway, "gateway is missing");
        Objects.requireNonNull(addressKey, "address_key is missing");
        connectedAt = MillisecondTime.truncated(Objects.requireNonNull(connectedAt, "connected_at is missing"));
        fields = fields == null ? Fields.EMPTY : fields;
    }
}
