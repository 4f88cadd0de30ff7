package io.starkbeat.schemas.session;

import io.starkbeat.schemas.codec.MillisecondTime;
import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// The session ended.
///
/// @param code        the WebSocket close code (RFC 6455, 7.4); 1006 when the connection was lost without one
/// @param reason      the close reason, or [#IDENTIFIED]
/// @param continuedAs the id of the session as which the socket goes on, when the reason is [#IDENTIFIED]
public record SessionClosed(
        String sessionId,
        long seq,
        Instant receivedAt,
        String gateway,
        int code,
        @Nullable String reason,
        @Nullable String continuedAs) implements SessionEvent {

    /// The reason of a session that ends because its socket has named its peer id and goes on as another session: the
    /// provisional node of this one goes away.
    public static final String IDENTIFIED = "identified";

    public SessionClosed {
        Objects.requireNonNull(sessionId, "session_id is missing");
        receivedAt = MillisecondTime.truncated(Objects.requireNonNull(receivedAt, "received_at is missing"));
        Objects.requireNonNull(gateway, "gateway is missing");
    }

    /// Whether the socket goes on as another session.
    public boolean isContinued() {
        return continuedAs != null && IDENTIFIED.equals(reason);
    }
}
