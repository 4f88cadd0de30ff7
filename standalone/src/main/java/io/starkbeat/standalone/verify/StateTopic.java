package io.starkbeat.standalone.verify;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    /// @return whether that was so in time
    boolean readTo(Map<TopicPartition, Long> ends, Deadline deadline) throws InterruptedException {
        while (!isRead(ends)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            int found = 0;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                take(record);
                found++;
            }
            if (found == 0 && deadline.isOver() && !isRead(ends)) {
                return false;
            }
        }
        return true;
    }

    private boolean isRead(Map<TopicPartition, Long> ends) {
        return partitions.stream()
                .allMatch(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
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

    /// The nodes of which anything was read since [#keepAll].
    Iterable<String> changed() {
        return since.keySet();
    }
}
