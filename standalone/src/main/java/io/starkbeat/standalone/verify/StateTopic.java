package io.starkbeat.standalone.verify;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// The topic `node-state` as a table of its newest records, as bytes: they are decoded only when they are compared. Not
/// thread-safe.
final class StateTopic {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Map<String, byte[]> newest = new HashMap<>();
    private final Map<String, List<Optional<byte[]>>> since = new HashMap<>();
    private boolean keepsAll;

    /// @param consumer of bytes, reading committed records only
    StateTopic(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        this.consumer = consumer;
        this.partitions = partitions;
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    List<TopicPartition> partitions() {
        return partitions;
    }

    /// Reads up to these offsets, once all transactions below them are decided.
    ///
    /// @param patience how long nothing of what lacks may come
    /// @return false when that was too long
    boolean readTo(Map<TopicPartition, Long> ends, Duration patience) throws InterruptedException {
        long lacks = lacking(ends);
        Deadline deadline = Deadline.in(patience);
        while (lacks > 0) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            consumer.poll(POLL).forEach(this::take);
            long before = lacks;
            lacks = lacking(ends);
            if (lacks < before) {
                deadline = Deadline.in(patience);
            } else if (deadline.isOver()) {
                return false;
            }
        }
        return true;
    }

    private long lacking(Map<TopicPartition, Long> ends) {
        return partitions.stream()
                .mapToLong(each -> Math.max(0, ends.getOrDefault(each, 0L) - consumer.position(each)))
                .sum();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        String id = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        if (keepsAll) {
            since.computeIfAbsent(id, _ -> new ArrayList<>(List.of(Optional.ofNullable(newest.get(id)))))
                    .add(Optional.ofNullable(record.value()));
        }
        if (record.value() == null) {
            newest.remove(id);
        } else {
            newest.put(id, record.value());
        }
    }

    /// The newest record of each node.
    Map<String, byte[]> newest() {
        return newest;
    }

    /// From now on every state is kept: whoever reads behind us may show an earlier one.
    void keepAll() {
        keepsAll = true;
    }

    /// The states of a node since [#keepAll], the one that it had then included; empty stands for none.
    List<Optional<byte[]>> since(String id) {
        List<Optional<byte[]>> all = since.get(id);
        return all != null ? all : List.of(Optional.ofNullable(newest.get(id)));
    }

    /// The nodes that there are, and those of which anything was read since [#keepAll].
    Set<String> ids() {
        Set<String> ids = new HashSet<>(newest.keySet());
        ids.addAll(since.keySet());
        return ids;
    }
}
