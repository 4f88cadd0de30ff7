package io.starkbeat.schemas.session;

import io.starkbeat.schemas.field.Fields;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
        receivedAt = receivedAt.truncatedTo(ChronoUnit.MILLIS);
        connectedAt = connectedAt.truncatedTo(ChronoUnit.MILLIS);
        fields = fields == null ? Fields.EMPTY : fields;
    }
}
