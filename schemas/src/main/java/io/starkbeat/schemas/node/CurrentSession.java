package io.starkbeat.schemas.node;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// The session whose reports make the node's state.
///
/// @param id          the session's id
/// @param gateway     the gateway instance that holds it
/// @param addressKey  the address it came from, see `SessionOpened`; null when the log no longer holds its opening
/// @param connectedAt when it was opened
/// @param lastReport  the receive time of its newest report; null before the first
/// @param vouchedAt   the receive time of its newest record of any kind
/// @param ended       whether it was closed
public record CurrentSession(
        String id,
        String gateway,
        @Nullable String addressKey,
        Instant connectedAt,
        @Nullable Instant lastReport,
        Instant vouchedAt,
        boolean ended) {

    public CurrentSession {
        Objects.requireNonNull(id, "id is missing");
        Objects.requireNonNull(gateway, "gateway is missing");
        connectedAt = Objects.requireNonNull(connectedAt, "connected_at is missing").truncatedTo(ChronoUnit.MILLIS);
        vouchedAt = Objects.requireNonNull(vouchedAt, "vouched_at is missing").truncatedTo(ChronoUnit.MILLIS);
        lastReport = lastReport == null ? null : lastReport.truncatedTo(ChronoUnit.MILLIS);
    }
}
