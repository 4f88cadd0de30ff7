package io.starkbeat.query.progress;

import io.starkbeat.schemas.progress.PipelineProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Pipeline time: the minimum over the partitions of `node-telemetry` of what `pipeline-progress` tells of each. There is
/// none until every partition has told. It never goes back, whatever is read and in whatever order.
///
/// The last pause is the latest of any partition's: a node's sessions lie in one of them, but which one is the gateway's
/// business. Pauses of other partitions that overlap it, or ended so shortly before it that ages had not settled, make it
/// longer: a restart that moves from partition to partition is one pause.
///
/// One thread tells it progress, any thread asks it; neither waits for long.
public final class PipelineClock {
    private final ReentrantLock lock = new ReentrantLock();
    private final Duration settledAfter;
    private Instant[] times = {};
    private PipelinePause[] pauses = {};
    private int known;
    private @Nullable PipelinePause lastPause;
    private volatile @Nullable PipelineTime now;

    /// @param settledAfter how long after a pause every node that is there has been heard of again: the longest limit by
    ///                     which nodes are judged
    public PipelineClock(Duration settledAfter) {
        this.settledAfter = settledAfter;
    }

    /// Says how many partitions there are. Until then progress is not known to be complete, and there is no time.
    ///
    /// @param partitions of `node-telemetry`, at least 1
    public void expect(int partitions) {
        lock.lock();
        try {
            times = new Instant[partitions];
            pauses = new PipelinePause[partitions];
            lastPause = null;
            known = 0;
        } finally {
            lock.unlock();
        }
    }

    /// Takes note of a partition's progress. One that is not of the expected partitions is passed over.
    public void advance(PipelineProgress progress) {
        lock.lock();
        try {
            int partition = progress.partition();
            if (partition < 0 || partition >= times.length) {
                return;
            }
            Instant before = times[partition];
            if (before == null) {
                known++;
            }
            if (before == null || progress.time().isAfter(before)) {
                times[partition] = progress.time();
            }
            notePause(partition, progress);
            if (known == times.length) {
                now = new PipelineTime(earliest(), lastPause);
            }
        } finally {
            lock.unlock();
        }
    }

    private void notePause(int partition, PipelineProgress progress) {
        Instant resumedAt = progress.resumedAt();
        PipelinePause before = pauses[partition];
        if (resumedAt == null || before != null && !resumedAt.isAfter(before.to())) {
            return;
        }
        // An older aggregator did not say when the pause began: then nothing that was before it is held against a node.
        Instant pausedAt = progress.pausedAt();
        pauses[partition] = new PipelinePause(pausedAt == null ? Instant.MIN : pausedAt, resumedAt);
        lastPause = joined(pauses, settledAfter);
    }

    /// The latest pause, with those that it goes on from.
    private static @Nullable PipelinePause joined(PipelinePause[] pauses, Duration settledAfter) {
        List<PipelinePause> latestFirst = new ArrayList<>();
        for (PipelinePause pause : pauses) {
            if (pause != null) {
                latestFirst.add(pause);
            }
        }
        latestFirst.sort(Comparator.comparing(PipelinePause::to).reversed());
        PipelinePause joined = null;
        for (PipelinePause pause : latestFirst) {
            if (joined == null) {
                joined = pause;
            } else if (pause.to().plus(settledAfter).isBefore(joined.from())) {
                break;
            } else if (pause.from().isBefore(joined.from())) {
                joined = new PipelinePause(pause.from(), joined.to());
            }
        }
        return joined;
    }

    /// The pipeline time; null while a partition's progress is not known.
    public @Nullable PipelineTime now() {
        return now;
    }

    /// How many partitions' progress is known.
    public int known() {
        lock.lock();
        try {
            return known;
        } finally {
            lock.unlock();
        }
    }

    private Instant earliest() {
        Instant earliest = Instant.MAX;
        for (Instant time : times) {
            earliest = time.isBefore(earliest) ? time : earliest;
        }
        return earliest;
    }
}
