package io.starkbeat.aggregator.fold;

import io.starkbeat.schemas.progress.PipelineProgress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far a partition of the input is folded, in time: the next record of `pipeline-progress`.
public final class ProgressRule {
    /// A longer silence of the fold is a pause: ages count anew from its end.
    public static final Duration PAUSE = Duration.ofSeconds(10);

    private ProgressRule() {}

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
    public static @Nullable PipelineProgress next(@Nullable PipelineProgress before, @Nullable Instant publishedAt,
            Measurement measured, String instance) {
        Instant reached = measured.lag() == 0 ? measured.readAt() : measured.newestFolded();
        Instant time = later(before == null ? null : before.time(), reached);
        if (time == null) {
            return null;
        }
        boolean resumed = before != null && publishedAt != null
                && publishedAt.plus(PAUSE).isBefore(measured.readAt());
        Instant resumedAt = resumed ? measured.readAt() : before == null ? null : before.resumedAt();
        return new PipelineProgress(measured.partition(), time, measured.lag(), instance, resumedAt);
    }

    private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
        return a == null ? b : b == null || a.isAfter(b) ? a : b;
    }
}
