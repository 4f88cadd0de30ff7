package io.starkbeat.benchmarks;

import io.starkbeat.kit.kafka.KafkaSettings;
import io.starkbeat.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// The peer that the fold is measured beside: a consumer that reads the same topic and does nothing with it.
final class PlainReader {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration STALLED_AFTER = Duration.ofSeconds(30);

    private PlainReader() {}

    /// How long it takes to read the records, from the first poll to the last record.
    static Duration read(KafkaSettings kafka, int records) {
        try (var consumer = new KafkaConsumer<>(kafka.consumer("bench-reader"), new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(kafka.topic(Topic.NODE_TELEMETRY))
                    .stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long begun = System.nanoTime();
            long progressed = begun;
            int seen = 0;
            while (seen < records) {
                int more = consumer.poll(POLL).count();
                seen += more;
                long now = System.nanoTime();
                if (more > 0) {
                    progressed = now;
                } else if (now - progressed > STALLED_AFTER.toNanos()) {
                    throw new BenchException("the reader found " + seen + " of " + records + " records and no more");
                }
            }
            return Duration.ofNanos(System.nanoTime() - begun);
        }
    }
}
