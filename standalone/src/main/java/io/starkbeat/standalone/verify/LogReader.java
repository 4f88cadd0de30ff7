package io.starkbeat.standalone.verify;

import io.starkbeat.schemas.codec.RecordHeaders;
import io.starkbeat.schemas.intake.Intake;
import io.starkbeat.schemas.peer.PeerSighting;
import io.starkbeat.schemas.session.SessionEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/// Reads `node-telemetry` and `node-sightings` side by side and folds them, partition by partition in log order.
///
/// Of two partitions that one task of the aggregator folds, the record with the earlier timestamp goes first, as Kafka
/// Streams does it. Where both topics are written to at the same moment Streams may have taken them otherwise; the
/// comparison allows for that. Not thread-safe.
final class LogReader {
    private static final Duration POLL = Duration.ofMillis(200);
    /// Records of one topic that wait for the other's: a bound of memory, some MB for all partitions.
    private static final int MOST_WAITING = 2_000;

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Lane> lanes = new HashMap<>();
    private final Map<TopicPartition, Long> watchedFrom = new HashMap<>();
    private long read;

    /// A pair of partitions that meet in one fold.
    private static final class Lane {
        private final PartitionFold fold;
        private final Input telemetry;
        private final Input sightings;

        private Lane(PartitionFold fold, Input telemetry, Input sightings) {
            this.fold = fold;
            this.telemetry = telemetry;
            this.sightings = sightings;
        }
    }

    private static final class Input {
        private final TopicPartition partition;
        private final Deque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
        /// Behind the last record folded; 0 before the first.
        private long folded;
        private boolean paused;

        private Input(TopicPartition partition) {
            this.partition = partition;
        }
    }

    /// @param consumer  of bytes, reading committed records only, that throws where an offset is no longer retained
    /// @param telemetry partitions, by their numbers
    /// @param sightings as many
    /// @param folds     one for each
    LogReader(Consumer<byte[], byte[]> consumer, List<TopicPartition> telemetry, List<TopicPartition> sightings,
            List<PartitionFold> folds, Map<TopicPartition, Long> beginnings) {
        this.consumer = consumer;
        for (int number = 0; number < telemetry.size(); number++) {
            Lane lane = new Lane(folds.get(number), new Input(telemetry.get(number)),
                    new Input(sightings.get(number)));
            lanes.put(telemetry.get(number), lane);
            lanes.put(sightings.get(number), lane);
        }
        consumer.assign(lanes.keySet());
        lanes.keySet().forEach(partition -> consumer.seek(partition, beginnings.getOrDefault(partition, 0L)));
    }

    /// Reads and folds up to these offsets.
    ///
    /// @param progress given the number of records read, after each fetch; may throw
    /// @throws org.apache.kafka.clients.consumer.OffsetOutOfRangeException when the log was shortened meanwhile
    void foldTo(Map<TopicPartition, Long> ends, Progress progress) throws InterruptedException {
        while (!isFolded(ends)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                input(Objects.requireNonNull(lanes.get(partition)), partition).waiting.add(record);
                read++;
            }
            for (Lane lane : lanes.values()) {
                drain(lane, ends);
            }
            progress.read(read);
        }
    }

    /// Told how many records were read so far.
    interface Progress {
        void read(long records);
    }

    /// From these offsets on, the states that nodes pass through are kept.
    void watchFrom(Map<TopicPartition, Long> offsets) {
        watchedFrom.putAll(offsets);
        lanes.keySet().forEach(partition -> watchedFrom.putIfAbsent(partition, 0L));
    }

    /// Partitions of which the aggregator has not yet folded all that was folded here, each with how many records it
    /// lacks.
    ///
    /// @param committed what the aggregator has committed
    Map<TopicPartition, Long> notYetFolded(Map<TopicPartition, Long> committed) {
        Map<TopicPartition, Long> lacking = new HashMap<>();
        lanes.forEach((partition, lane) -> {
            long lacks = input(lane, partition).folded - committed.getOrDefault(partition, 0L);
            if (lacks > 0) {
                lacking.put(partition, lacks);
            }
        });
        return lacking;
    }

    private boolean isFolded(Map<TopicPartition, Long> ends) {
        return lanes.values()
                .stream()
                .allMatch(lane -> isRead(lane.telemetry, ends) && isRead(lane.sightings, ends)
                        && lane.telemetry.waiting.isEmpty() && lane.sightings.waiting.isEmpty());
    }

    private boolean isRead(Input input, Map<TopicPartition, Long> ends) {
        return consumer.position(input.partition) >= ends.getOrDefault(input.partition, 0L);
    }

    /// Folds in the order of time, as far as both topics are known.
    private void drain(Lane lane, Map<TopicPartition, Long> ends) {
        boolean telemetryRead = isRead(lane.telemetry, ends);
        boolean sightingsRead = isRead(lane.sightings, ends);
        while (true) {
            ConsumerRecord<byte[], byte[]> telemetry = lane.telemetry.waiting.peek();
            ConsumerRecord<byte[], byte[]> sighting = lane.sightings.waiting.peek();
            if (telemetry != null
                    && (sighting == null ? sightingsRead : telemetry.timestamp() <= sighting.timestamp())) {
                fold(lane, lane.telemetry);
            } else if (sighting != null
                    && (telemetry == null ? telemetryRead : sighting.timestamp() < telemetry.timestamp())) {
                fold(lane, lane.sightings);
            } else {
                break;
            }
        }
        hold(lane.telemetry);
        hold(lane.sightings);
    }

    private void fold(Lane lane, Input input) {
        ConsumerRecord<byte[], byte[]> record = input.waiting.remove();
        boolean watched = record.offset() >= watchedFrom.getOrDefault(input.partition, Long.MAX_VALUE);
        boolean telemetry = input == lane.telemetry;
        input.folded = record.offset() + 1;
        String key = record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
        Header header = record.headers().lastHeader(RecordHeaders.SCHEMA);
        byte[] schema = header == null ? null : header.value();
        // What the aggregator passes over is passed over here.
        if (!telemetry) {
            if (Intake.sighting(key, record.value(), schema) instanceof Intake.Read.Taken(PeerSighting sighting)) {
                lane.fold.sighting(sighting, watched);
            }
        } else if (Intake.telemetry(key, record.value(), schema) instanceof Intake.Read.Taken(SessionEvent event)) {
            lane.fold.event(event, record.offset(), watched);
        } else {
            lane.fold.undecodable();
        }
    }

    /// Stops reading a topic that is far ahead of the other.
    private void hold(Input input) {
        boolean much = input.waiting.size() > MOST_WAITING;
        if (much && !input.paused) {
            consumer.pause(List.of(input.partition));
        } else if (!much && input.paused) {
            consumer.resume(List.of(input.partition));
        }
        input.paused = much;
    }

    private static Input input(Lane lane, TopicPartition partition) {
        return partition.equals(lane.telemetry.partition) ? lane.telemetry : lane.sightings;
    }
}
