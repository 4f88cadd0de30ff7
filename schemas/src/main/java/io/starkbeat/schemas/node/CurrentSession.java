package io.starkbeat.schemas.node;

import io.starkbeat.schemas.codec.MillisecondTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The session whose reports make the node's state.
///
/// @param id          the session's id
/// @param gateway     the gateway instance that holds it
/// @param addressKey  the address it came from, see `SessionOpened`; null when the log no longer holds its opening
/// @param connectedAt when it was opened
/// @param lastReport  the receive time of its newest report; null before the first
/// @param lastReportedAt the node's own time (`ts`) in that report: it says how the node's clock goes and decides nothing;
///                    null when the report had none
/// @param vouchedAt   the receive time of its newest record of any kind
/// @param ended       whether it was closed
public record CurrentSession(
        String id,
        String gateway,
        @Nullable String addressKey,
        Instant connectedAt,
        @Nullable Instant lastReport,
        @Nullable Instant lastReportedAt,
        Instant vouchedAt,
        boolean ended) {

    public CurrentSession {
        Objects.requireNonNull(id, "id is missing");
        Objects.requireNonNull(gateway, "gateway is missing");
        connectedAt = MillisecondTime.truncated(Objects.requireNonNull(connectedAt, "connected_at is missing"));
        vouchedAt = MillisecondTime.truncated(Objects.requireNonNull(vouchedAt, "vouched_at is missing"));
        lastReport = lastReport == null ? null : MillisecondTime.truncated(lastReport);
        lastReportedAt = lastReportedAt == null ? null : MillisecondTime.truncated(lastReportedAt);
    }

    /// By how much the node's clock is ahead of the gateway's, what the report took on its way included; negative when it is
    /// behind. Empty when the newest report gave no time.
    public Optional<Duration> clockSkew() {
        return lastReport == null || lastReportedAt == null
                ? Optional.empty()
                : Optional.of(Duration.between(lastReport, lastReportedAt));
    }
}
