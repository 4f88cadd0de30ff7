package io.starkbeat.schemas.node;

import io.starkbeat.schemas.codec.MillisecondTime;
import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// One session's claim to be a node.
///
/// @param session     the session's id
/// @param connectedAt when it was opened; claims are ordered by this, then by session id
/// @param vouchedAt   the receive time of its newest record: when a gateway last vouched for it
/// @param ended       whether it was closed
/// @param addressKey  the address it came from, see `SessionOpened`; null when the log no longer holds its opening
public record Claim(String session, Instant connectedAt, Instant vouchedAt, boolean ended,
        @Nullable String addressKey) {

    public Claim {
        Objects.requireNonNull(session, "session is missing");
        connectedAt = MillisecondTime.truncated(Objects.requireNonNull(connectedAt, "connected_at is missing"));
        vouchedAt = MillisecondTime.truncated(Objects.requireNonNull(vouchedAt, "vouched_at is missing"));
    }
}
