package io.starkbeat.crawler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.starkbeat.schemas.peer.PeerSighting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// While Kafka is away.
final class SightingPublisherTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicBoolean away = new AtomicBoolean(true);
    /// Gives up as the real one does that knows no broker: by a callback on the sender's own thread.
    private final MockProducer<byte[], byte[]> producer = new MockProducer<>(true, null, new ByteArraySerializer(),
            new ByteArraySerializer()) {
        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            if (away.get()) {
                TimeoutException gaveUp = new TimeoutException("topic not present in metadata");
                callback.onCompletion(null, gaveUp);
                throw gaveUp;
            }
            return super.send(record, callback);
        }
    };
    private final SightingPublisher publisher = new SightingPublisher(producer, "t.node-sightings", "c1",
            new CrawlerMetrics(meters), 5);

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            publisher.publish(
                    new PeerSighting("p" + i, Instant.EPOCH, true, List.of(), null, null, null, List.of(), null,
                            null, null, null));
        }
    }

    private double counted(String outcome) {
        return meters.counter("starkbeat.crawler.sightings", "outcome", outcome).count();
    }

    @AfterEach
    void close() throws InterruptedException {
        publisher.close(Duration.ofMillis(200));
    }

    @Test
    void sightingsWaitAndGoOutWhenItIsBack() {
        publish(4);
        publisher.start();
        await().untilAsserted(() -> assertThat(publisher.isTroubled()).isTrue());
        assertThat(producer.history()).isEmpty();

        away.set(false);

        await().untilAsserted(() -> assertThat(producer.history()).hasSize(4));
        await().untilAsserted(() -> assertThat(publisher.isTroubled()).isFalse());
        assertThat(counted("acknowledged")).isEqualTo(4);
        assertThat(counted("dropped")).isZero();
        assertThat(producer.history().getFirst().headers().lastHeader("crawler").value()).asString().isEqualTo("c1");
        assertThat(producer.history().getFirst().headers().lastHeader("schema").value()).asString()
                .isEqualTo("peer-sighting/1");
    }

    @Test
    void whatDoesNotFitIsDroppedAndCounted() {
        publish(8);
        assertThat(publisher.waiting()).isEqualTo(5);
        assertThat(counted("dropped")).isEqualTo(3);
    }

    @Test
    void aStopWhileItIsAwayEndsAndCounts() throws InterruptedException {
        publisher.start();
        publish(3);
        publisher.close(Duration.ofMillis(100));
        assertThat(counted("dropped")).isEqualTo(3);
    }
}
