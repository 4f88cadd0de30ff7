package io.starkbeat.kit.kafka;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.starkbeat.embedded.EmbeddedKafka;
import io.starkbeat.embedded.EmbeddedKafkaConfig;
import io.starkbeat.kit.kafka.BrokerProbe.Reachability;
import io.starkbeat.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A broker that goes away and comes back.
@Timeout(60)
class BrokerOutageIT {
    private static EmbeddedKafka kafka;
    private static KafkaSettings settings;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.ephemeral());
        settings = KafkaSettings.read(Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void theProbeTellsSinceWhen() {
        Instant start = Instant.now();
        try (BrokerProbe probe = BrokerProbe.start(settings, "test", InstantSource.system(), Duration.ofMillis(100),
                Duration.ofSeconds(1))) {
            await().atMost(15, SECONDS).until(probe::reachability, Reachability.Reachable.class::isInstance);
            Reachability.Reachable first = (Reachability.Reachable) probe.reachability();
            assertThat(first.brokers()).isEqualTo(1);
            assertThat(first.since()).isAfterOrEqualTo(start);
            assertThat(probe.check().ok()).isTrue();

            Instant gone = Instant.now();
            kafka.stopNode(1);
            await().atMost(15, SECONDS).until(probe::reachability, Reachability.Unreachable.class::isInstance);
            Reachability.Unreachable outage = (Reachability.Unreachable) probe.reachability();
            assertThat(outage.since()).isBetween(gone, Instant.now());
            assertThat(probe.check().ok()).isFalse();
            assertThat(probe.check().detail()).startsWith("Kafka does not answer since ");

            kafka.startNode(1);
            await().atMost(15, SECONDS).until(probe::reachability, Reachability.Reachable.class::isInstance);
            assertThat(((Reachability.Reachable) probe.reachability()).since()).isAfter(outage.since());
        } finally {
            kafka.startNode(1);
        }
    }

    @Test
    void theProvisionerWaitsForABrokerThatIsLate() throws Exception {
        kafka.stopNode(1);
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<ProvisionedTopics> provisioned = CompletableFuture.supplyAsync(() -> {
            asked.countDown();
            try {
                return new TopicProvisioner(settings).provision("test", Set.of(Topic.NODE_STATE));
            } catch (InterruptedException told) {
                throw new IllegalStateException(told);
            }
        });
        assertThat(asked.await(5, SECONDS)).isTrue();
        assertThat(provisioned).isNotDone();

        kafka.startNode(1);

        assertThat(provisioned.get(30, SECONDS).created()).containsExactly(Topic.NODE_STATE);
    }
}
