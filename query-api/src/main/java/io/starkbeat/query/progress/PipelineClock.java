package io.starkbeat.query.progress;

import io.starkbeat.schemas.progress.PipelineProgress;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Pipeline time: the minimum over the partitions of `node-telemetry` of what `pipeline-progress` tells of each. There is
/// none until every partition has told. It never goes back, whatever is read and in whatever order.
///
/// `resumedAt` is the latest of any partition: a node's sessions lie in one of them, but which one is the gateway's
/// business, and too late a `resumedAt` only delays a judgement where too early a one would make it wrong.
///
/// One thread tells it progress, any thread asks it; neither waits for long.
public final class PipelineClock {
    private final ReentrantLock lock = new ReentrantLock();
    private Instant[] times = {};
    private int known;
    private @Nullable Instant resumedAt;
    private volatile @Nullable PipelineTime now;

    /// Says how many partitions there are. Until then progress is not known to be complete, and there is no time.
    ///
    /// @param partitions of `node-telemetry`, at least 1
    public void expect(int partitions) {
        lock.lock();
        try {
            times = new Instant[partitions];
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
            Instant resumed = progress.resumedAt();
            if (resumed != null && (resumedAt == null || resumed.isAfter(resumedAt))) {
                resumedAt = resumed;
            }
            if (known == times.length) {
                now = new PipelineTime(earliest(), resumedAt);
            }
        } finally {
            lock.unlock();
        }
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
