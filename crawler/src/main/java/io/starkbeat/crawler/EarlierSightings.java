package io.starkbeat.crawler;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.starkbeat.schemas.codec.RecordHeaders;
import io.starkbeat.schemas.intake.Intake;
import io.starkbeat.schemas.peer.PeerSighting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what crawlers wrote before, so that first sights, rounds and proved addresses outlive a restart.
final class EarlierSightings {
    private static final Logger log = LoggerFactory.getLogger(EarlierSightings.class);

    /// A crawl that begins anew only forgets; it is not worth a long wait.
    private static final Duration WITHIN = Duration.ofSeconds(10);

    private EarlierSightings() {}

    /// Reads the topic to where its end is now. When that takes too long, or fails, what was read until then counts.
    ///
    /// @return how many records were understood
    static int read(Consumer<byte[], byte[]> consumer, String topic, int partitions,
            java.util.function.Consumer<PeerSighting> to) {
        int read = 0;
        try {
            List<TopicPartition> all = IntStream.range(0, partitions).mapToObj(i -> new TopicPartition(topic, i))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all, WITHIN);
            long until = System.nanoTime() + WITHIN.toNanos();
            while (all.stream().anyMatch(each -> consumer.position(each, WITHIN) < ends.getOrDefault(each, 0L))) {
                if (System.nanoTime() - until > 0) {
                    log.info("not all earlier sightings were read within {} s: the others begin anew",
                            WITHIN.toSeconds());
                    break;
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    Header schema = record.headers().lastHeader(RecordHeaders.SCHEMA);
                    String key = record.key() == null ? null : new String(record.key(), UTF_8);
                    if (Intake.sighting(key, record.value(),
                            schema == null
                                    ? null
                                    : schema.value()) instanceof Intake.Read.Taken<PeerSighting>(PeerSighting earlier)) {
                        to.accept(earlier);
                        read++;
                    }
                }
            }
        } catch (KafkaException failed) {
            log.warn("earlier sightings could not be read, the crawl begins anew: {}", failed.getMessage());
        }
        return read;
    }
}
