package io.starkbeat.standalone.faults;

import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.schemas.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// What the log holds of what gateways said that they accepted: counted by hand, without any code of the fold.
final class Ledger implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> log;
    private final List<TopicPartition> partitions;
    private final Map<String, Long> nextSeq = new HashMap<>();
    private final Map<String, Long> reports = new HashMap<>();
    private long received;
    private long missing;
    private long repeated;

    Ledger(String bootstrapServers, int partitionCount) {
        log = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var topic = Topic.NODE_TELEMETRY.in(Site.TOPIC_PREFIX);
        partitions = IntStream.range(0, partitionCount)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        log.assign(partitions);
        log.seekToBeginning(partitions);
    }

    /// Reads on to the present end.
    Ledger readOn() {
        var ends = log.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> log.position(end.getKey()) < end.getValue())) {
            log.poll(POLL).forEach(each -> enter(RecordCodec.SESSION_EVENT.decode(each.value())));
        }
        return this;
    }

    private void enter(SessionEvent event) {
        received++;
        var expected = nextSeq.getOrDefault(event.sessionId(), 0L);
        if (event.seq() < expected) {
            repeated++;
            return;
        }
        missing += event.seq() - expected;
        nextSeq.put(event.sessionId(), event.seq() + 1);
        if (event instanceof NodeReport) {
            reports.merge(event.gateway(), 1L, Long::sum);
        }
    }

    long received() {
        return received;
    }

    long missing() {
        return missing;
    }

    long repeated() {
        return repeated;
    }

    /// Reports of a gateway's run.
    long reports(String gateway) {
        return reports.getOrDefault(gateway, 0L);
    }

    @Override
    public void close() {
        log.close();
    }
}
