package io.starkbeat.aggregator.progress;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/// Where the stream threads write how far they have folded, and read what time it is in the pipeline. Thread-safe.
public final class ProgressBoard {
    private final Map<Integer, Instant> newestFolded = new ConcurrentHashMap<>();
    private final Map<Integer, Instant> pipelineTimes = new ConcurrentHashMap<>();

    /// A record of a partition, received then, was folded.
    public void folded(int partition, Instant receivedAt) {
        newestFolded.merge(partition, receivedAt, (known, folded) -> folded.isAfter(known) ? folded : known);
    }

    /// The newest receive time folded in a partition; null when nothing was since the start.
    public @Nullable Instant newestFolded(int partition) {
        return newestFolded.get(partition);
    }

    /// The pipeline time of a partition as last published: everything received until then is folded. Null when unknown.
    public @Nullable Instant pipelineTime(int partition) {
        return pipelineTimes.get(partition);
    }

    /// A partition's pipeline time was published.
    public void reached(int partition, Instant time) {
        pipelineTimes.put(partition, time);
    }

    /// The partition is no longer folded here: what was measured here says nothing about it any more.
    public void left(int partition) {
        newestFolded.remove(partition);
        pipelineTimes.remove(partition);
    }
}
