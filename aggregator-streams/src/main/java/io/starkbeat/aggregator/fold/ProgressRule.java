package io.starkbeat.aggregator.fold;

import io.starkbeat.schemas.progress.PipelineProgress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far a partition of the input is folded, in time: the next record of `pipeline-progress`.
///
/// @param settledAfter how long after a pause every node that is there has been vouched for and has reported: the longer of
///                     `OFFLINE_AFTER` and `STALE_AFTER`. A pause that begins sooner goes on with the one before, else
///                     the readers would hold the first one's length against the nodes
public record ProgressRule(Duration settledAfter) {
    /// A longer silence of the fold is a pause: ages count anew from its end.
    public static final Duration PAUSE = Duration.ofSeconds(10);

    /// What was measured of one partition.
    ///
    /// @param partition    of `node-telemetry`
    /// @param readAt       the time noted **before** the offsets were read: what was received up to then was in the log
    /// @param end          the partition's end offset
    /// @param folded       the offset up to which the fold has committed
    /// @param newestFolded the newest receive time folded; null when nothing was folded since the start
    public record Measurement(int partition, Instant readAt, long end, long folded, @Nullable Instant newestFolded) {
        long lag() {
            return Math.max(0, end - folded);
        }
    }

    /// The progress to publish, or null as long as nothing is known.
    ///
    /// @param before      the last progress published for this partition, by whichever instance
    /// @param publishedAt when that was
    public @Nullable PipelineProgress next(@Nullable PipelineProgress before, @Nullable Instant publishedAt,
            Measurement measured, String instance) {
        // Behind the end it is at most now: a gateway whose clock is ahead must not take everybody's time with it.
        Instant reached = measured.lag() == 0
                ? measured.readAt()
                : earlier(measured.readAt(), measured.newestFolded());
        Instant time = later(before == null ? null : before.time(), reached);
        if (time == null) {
            return null;
        }
        if (before == null) {
            return new PipelineProgress(measured.partition(), time, measured.lag(), instance, null, null);
        }
        Instant resumedAt = before.resumedAt();
        Instant pausedAt = before.pausedAt();
        if (publishedAt != null && publishedAt.plus(PAUSE).isBefore(measured.readAt())) {
            pausedAt = pausedAt == null || isSettled(before) ? before.time() : pausedAt;
            resumedAt = measured.readAt();
        }
        return new PipelineProgress(measured.partition(), time, measured.lag(), instance, resumedAt, pausedAt);
    }

    private boolean isSettled(PipelineProgress progress) {
        return progress.resumedAt() == null || progress.time().isAfter(progress.resumedAt().plus(settledAfter));
    }

    private static @Nullable Instant earlier(Instant a, @Nullable Instant b) {
        return b == null || b.isBefore(a) ? b : a;
    }

    private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
        return a == null ? b : b == null || a.isAfter(b) ? a : b;
    }
}
