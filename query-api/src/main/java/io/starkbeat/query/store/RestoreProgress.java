package io.starkbeat.query.store;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/// How far the restore of the store has come; for people, and for the one who keeps the store. Partitions are restored one
/// after another, so the share is of those begun.
final class RestoreProgress implements StateRestoreListener {
    private final Map<Integer, Span> spans = new ConcurrentHashMap<>();
    private final Restored restored;

    /// Is told of the restore of each partition, on the thread that makes it.
    interface Restored {
        /// What comes now comes from the topic's past.
        void begins();

        /// All of the partition has come.
        void ends();
    }

    /// Offsets of one partition: from where, how far, to where.
    private record Span(long start, long reached, long end, boolean done) {}

    RestoreProgress(Restored restored) {
        this.restored = restored;
    }

    @Override
    public void onRestoreStart(TopicPartition partition, String storeName, long startingOffset, long endingOffset) {
        restored.begins();
        spans.put(partition.partition(), new Span(startingOffset, startingOffset, endingOffset, false));
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String storeName, long batchEndOffset, long numRestored) {
        spans.computeIfPresent(partition.partition(),
                (_, span) -> new Span(span.start, batchEndOffset, span.end, span.done));
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String storeName, long totalRestored) {
        restored.ends();
        spans.computeIfPresent(partition.partition(), (_, span) -> new Span(span.start, span.end, span.end, true));
    }

    /// In offsets, which transactions and compaction make larger than the number of records.
    Map<String, Object> shown() {
        long reached = spans.values().stream().mapToLong(span -> span.reached - span.start).sum();
        long wanted = spans.values().stream().mapToLong(span -> span.end - span.start).sum();
        Map<String, Object> shown = new TreeMap<>();
        shown.put("partitionsBegun", spans.size());
        shown.put("partitionsDone", spans.values().stream().filter(Span::done).count());
        shown.put("offsetsRead", reached);
        shown.put("offsetsToRead", wanted);
        return shown;
    }
}
