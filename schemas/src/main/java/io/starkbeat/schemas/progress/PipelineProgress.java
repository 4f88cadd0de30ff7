package io.starkbeat.schemas.progress;

import io.starkbeat.schemas.codec.MillisecondTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// How far one partition of `node-telemetry` has been folded: the value of the topic `pipeline-progress`.
///
/// @param partition the partition of `node-telemetry`; the record's key as text
/// @param time      everything received in this partition up to then is folded; it never goes back
/// @param lag       records of the partition not folded yet
/// @param instance  the aggregator instance that folds it
/// @param resumedAt when folding resumed after the last pause of more than 10 s
/// @param pausedAt  the time that had been reached when that pause began; pauses so close to each other that ages had not
///                  settled in between count as one. Null when there was none, or in a record of an older version
public record PipelineProgress(int partition, Instant time, long lag, String instance, @Nullable Instant resumedAt,
        @Nullable Instant pausedAt) {

    public PipelineProgress {
        time = MillisecondTime.truncated(Objects.requireNonNull(time, "time is missing"));
        Objects.requireNonNull(instance, "instance is missing");
        resumedAt = resumedAt == null ? null : MillisecondTime.truncated(resumedAt);
        pausedAt = pausedAt == null ? null : MillisecondTime.truncated(pausedAt);
    }

    /// How much the times may lie after the time of the record that tells them: clocks are that exact.
    private static final Duration CLOCKS_DIFFER_BY = Duration.ofMinutes(1);

    /// Whether nothing in it lies ahead of the time at which it was written. Time never goes back, so a reader that
    /// believed a time of next year would judge nothing any more until then.
    ///
    /// @param writtenAt the record's timestamp
    public boolean isCredible(Instant writtenAt) {
        Instant latest = writtenAt.plus(CLOCKS_DIFFER_BY);
        return !time.isAfter(latest) && (resumedAt == null || !resumedAt.isAfter(latest))
                && (pausedAt == null || !pausedAt.isAfter(latest));
    }
}
