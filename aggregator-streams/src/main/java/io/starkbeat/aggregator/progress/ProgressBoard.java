package io.starkbeat.aggregator.progress;

import io.starkbeat.schemas.progress.PipelineProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Where the stream threads write how far they have folded, and read what time it is in the pipeline and how far the group
/// has committed. Thread-safe.
public final class ProgressBoard {
    /// How long after a pause nothing is forgotten yet: time may have leapt over the pause, and what gateways held back
    /// meanwhile is still to come.
    public static final Duration BACKLOG_ARRIVES_WITHIN = Duration.ofMinutes(10);

    private final Map<Integer, Instant> newestFolded = new ConcurrentHashMap<>();
    private final Map<Integer, PipelineProgress> published = new ConcurrentHashMap<>();
    private final Map<Integer, Long> committed = new ConcurrentHashMap<>();

    /// A record of a partition, received then, was folded.
    public void folded(int partition, Instant receivedAt) {
        newestFolded.merge(partition, receivedAt, (known, folded) -> folded.isAfter(known) ? folded : known);
    }

    /// The newest receive time folded in a partition; null when nothing was since the start.
    public @Nullable Instant newestFolded(int partition) {
        return newestFolded.get(partition);
    }

    /// The pipeline time of a partition by which may be judged what is to be forgotten: null when it is not known, or as
    /// long as it lies within [#BACKLOG_ARRIVES_WITHIN] of a pause's end.
    public @Nullable Instant forgettingTime(int partition) {
        PipelineProgress progress = published.get(partition);
        if (progress == null) {
            return null;
        }
        Instant resumedAt = progress.resumedAt();
        boolean settled = resumedAt == null || progress.time().isAfter(resumedAt.plus(BACKLOG_ARRIVES_WITHIN));
        return settled ? progress.time() : null;
    }

    /// A partition's progress was published.
    public void reached(PipelineProgress progress) {
        published.put(progress.partition(), progress);
    }

    /// The offset of a partition of `node-telemetry` up to which the group has committed, as last measured: no restart
    /// reads a record before it again. 0 when it is not known.
    public long committed(int partition) {
        return committed.getOrDefault(partition, 0L);
    }

    /// The group was found to have committed up to there.
    public void committed(int partition, long offset) {
        committed.put(partition, offset);
    }

    /// The partition is no longer folded here: what was measured here says nothing about it any more.
    public void left(int partition) {
        newestFolded.remove(partition);
        published.remove(partition);
        committed.remove(partition);
    }
}
