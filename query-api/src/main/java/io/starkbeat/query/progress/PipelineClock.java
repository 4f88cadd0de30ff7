package io.starkbeat.query.progress;

import io.starkbeat.schemas.progress.PipelineProgress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Pipeline time: the minimum over the partitions of `node-telemetry` of what `pipeline-progress` tells of each. There is
/// none until every partition has told. It never goes back, whatever is read and in whatever order.
///
/// It remembers the latest pauses of any partition: a node's sessions lie in one of them, but which one is the gateway's
/// business. A clock that ran when a pause began knows best at which time it stopped; one that has started since believes
/// the record, which counts pauses that follow each other closely as one.
///
/// One thread tells it progress, any thread asks it; neither waits for long.
public final class PipelineClock {
    /// A pause lasts 10 s at least, and after a few minutes without one nobody asks for those before.
    private static final int MAX_PAUSES = 32;

    private final ReentrantLock lock = new ReentrantLock();
    private Instant[] times = {};
    private @Nullable Instant[] resumed = {};
    private List<PipelinePause> pauses = List.of();
    private int known;
    private volatile @Nullable PipelineTime now;

    /// Says how many partitions there are. Until then progress is not known to be complete, and there is no time.
    ///
    /// @param partitions of `node-telemetry`, at least 1
    public void expect(int partitions) {
        lock.lock();
        try {
            times = new Instant[partitions];
            resumed = new Instant[partitions];
            pauses = List.of();
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
            notePause(partition, progress);
            Instant before = times[partition];
            if (before == null) {
                known++;
            }
            if (before == null || progress.time().isAfter(before)) {
                times[partition] = progress.time();
            }
            if (known == times.length) {
                now = new PipelineTime(earliest(), pauses);
            }
        } finally {
            lock.unlock();
        }
    }

    private void notePause(int partition, PipelineProgress progress) {
        Instant resumedAt = progress.resumedAt();
        Instant before = resumed[partition];
        if (resumedAt == null || before != null && !resumedAt.isAfter(before)) {
            return;
        }
        resumed[partition] = resumedAt;
        PipelineTime stopped = now;
        // An older aggregator did not say when the pause began: then nothing that was before it is held against a node.
        Instant told = progress.pausedAt() == null ? Instant.MIN : progress.pausedAt();
        pauses = with(pauses, new PipelinePause(stopped == null ? told : stopped.time(), resumedAt));
    }

    /// The pauses with one more; those that overlap are one.
    private static List<PipelinePause> with(List<PipelinePause> pauses, PipelinePause more) {
        List<PipelinePause> all = new ArrayList<>(pauses);
        all.add(more);
        all.sort(Comparator.comparing(PipelinePause::from));
        List<PipelinePause> joined = new ArrayList<>();
        for (PipelinePause pause : all) {
            PipelinePause last = joined.isEmpty() ? null : joined.getLast();
            if (last == null || pause.from().isAfter(last.to())) {
                joined.add(pause);
            } else if (pause.to().isAfter(last.to())) {
                joined.set(joined.size() - 1, new PipelinePause(last.from(), pause.to()));
            }
        }
        return List.copyOf(joined.subList(Math.max(0, joined.size() - MAX_PAUSES), joined.size()));
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
