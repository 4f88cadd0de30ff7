package io.starkbeat.gateway.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.starkbeat.gateway.metrics.GatewayMetrics;
import io.starkbeat.gateway.publish.OutgoingRecord.Outcome;
import io.starkbeat.kit.health.Health;
import io.starkbeat.schemas.topic.KeyPartition;
import io.starkbeat.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TelemetryPublisherTest {
    static {
        // Machines that build are shared: what takes a moment alone may take many times as long.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(40));
    }

    private static final int PARTITIONS = 12;

    /// What `send` does before it takes a record: as Kafka's producer does, on the caller's thread.
    private final Queue<RuntimeException> gaveUp = new ArrayDeque<>();
    private volatile boolean away;
    private volatile boolean linked = true;
    private final MockProducer<byte[], byte[]> producer = new MockProducer<>(false, null, new ByteArraySerializer(),
            new ByteArraySerializer()) {
        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            if (!linked) {
                throw new NoClassDefFoundError("Could not initialize class org.xerial.snappy.Snappy");
            }
            RuntimeException failure = away ? new TimeoutException("away") : gaveUp.poll();
            if (failure instanceof TimeoutException) {
                callback.onCompletion(null, failure);
                return CompletableFuture.failedFuture(failure);
            } else if (failure != null) {
                throw failure;
            }
            return super.send(record, callback);
        }
    };
    private final InFlightBudget budget = new InFlightBudget(1 << 20);
    private final TelemetryPublisher publisher = new TelemetryPublisher(producer, topic -> topic.in("test."),
            PARTITIONS,
            "gw-1", budget, new GatewayMetrics(new SimpleMeterRegistry()));
    private final Collection<Outcome> outcomes = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() throws InterruptedException {
        publisher.close(Duration.ZERO);
    }

    private void publish(String key) {
        publisher.publish(new OutgoingRecord(Topic.NODE_TELEMETRY, key, "peer", "session-event/1", key.getBytes(UTF_8),
                Instant.ofEpochMilli(1234), Charge.DATA, outcomes::add));
    }

    private List<String> sent() {
        return producer.history().stream().map(record -> new String(record.key(), UTF_8)).toList();
    }

    @Test
    void sendsInOrderToThePartitionOfTheKeyThatPlaces() {
        publisher.start();
        for (int i = 0; i < 100; i++) {
            publish("s" + i);
        }
        await().untilAsserted(() -> assertThat(producer.history()).hasSize(100));

        assertThat(sent()).startsWith("s0", "s1", "s2").endsWith("s98", "s99");
        assertThat(producer.history()).allSatisfy(record -> {
            assertThat(record.topic()).isEqualTo("test.node-telemetry");
            assertThat(record.partition()).isEqualTo(KeyPartition.of("peer", PARTITIONS));
            assertThat(record.timestamp()).isEqualTo(1234);
            assertThat(record.headers().lastHeader("schema").value()).asString(UTF_8).isEqualTo("session-event/1");
            assertThat(record.headers().lastHeader("gateway").value()).asString(UTF_8).isEqualTo("gw-1");
        });
        assertThat(budget.used()).isPositive();
        assertThat(outcomes).isEmpty();
        while (producer.completeNext()) {
            assertThat(outcomes).isNotEmpty();
        }
        assertThat(outcomes).hasSize(100).containsOnly(Outcome.ACKNOWLEDGED);
        assertThat(budget.used()).isZero();
    }

    @Test
    void whatSendGaveUpWaitingForIsSentAgainBeforeWhatFollows() {
        gaveUp.addAll(List.of(new TimeoutException("no metadata"), new TimeoutException("no room")));
        publish("first");
        publish("second");
        publisher.start();

        await().untilAsserted(() -> assertThat(sent()).containsExactly("first", "second"));
        assertThat(publisher.check()).returns(false, Health.Check::ok).returns(Health.Probe.READY, Health.Check::probe);
        producer.completeNext();
        assertThat(publisher.check().ok()).isTrue();
        producer.completeNext();
        assertThat(outcomes).containsExactly(Outcome.ACKNOWLEDGED, Outcome.ACKNOWLEDGED);
    }

    @Test
    void refusedRecordIsCountedAndReadinessEndsUntilKafkaTakesOne() {
        publisher.start();
        publish("denied");
        await().until(() -> producer.errorNext(new TopicAuthorizationException("no")));

        assertThat(outcomes).containsExactly(Outcome.REFUSED);
        assertThat(budget.used()).isZero();
        assertThat(publisher.check()).returns(false, Health.Check::ok).returns(Health.Probe.READY, Health.Check::probe);

        publish("granted");
        await().until(producer::completeNext);
        assertThat(publisher.check().ok()).isTrue();
    }

    @Test
    void fencedProducerIsBrokenForGood() {
        publisher.start();
        publish("fenced");
        await().until(() -> producer.errorNext(new ProducerFencedException("fenced")));
        publish("later");
        await().until(producer::completeNext);

        assertThat(publisher.check()).returns(false, Health.Check::ok).returns(Health.Probe.LIVE, Health.Check::probe);
    }

    @Test
    void failureThatSendThrowsDoesNotEndThePublisher() {
        gaveUp.add(new KafkaException("in an error state"));
        publisher.start();
        publish("thrown");
        publish("next");
        await().until(producer::completeNext);

        assertThat(outcomes).containsExactly(Outcome.REFUSED, Outcome.ACKNOWLEDGED);
        assertThat(publisher.check().probe()).isEqualTo(Health.Probe.LIVE);
        assertThat(ProducerFailure.isFinal(new AuthorizationException("one topic"))).isFalse();
    }

    @Test
    void defectOfKafkasClientEndsLivenessAndNotTheThread() {
        linked = false;
        publisher.start();
        publish("unlinked");
        publish("next");

        await().untilAsserted(() -> assertThat(outcomes).containsExactly(Outcome.REFUSED, Outcome.REFUSED));
        assertThat(publisher.check()).returns(false, Health.Check::ok).returns(Health.Probe.LIVE, Health.Check::probe);
        assertThat(budget.used()).isZero();
    }

    @Test
    void closeDiscardsWhatKafkaDidNotTakeInTime() throws InterruptedException {
        away = true;
        publish("a");
        publish("b");
        publisher.start();
        publisher.close(Duration.ofMillis(50));
        publish("after");

        assertThat(outcomes).hasSize(3).containsOnly(Outcome.DISCARDED);
        assertThat(budget.used()).isZero();
        assertThat(producer.closed()).isTrue();
    }
}
