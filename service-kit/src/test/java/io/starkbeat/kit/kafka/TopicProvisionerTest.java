package io.starkbeat.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.starkbeat.kit.StartException;
import io.starkbeat.schemas.topic.Topic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a person reads when there is no Kafka.
@Timeout(30)
class TopicProvisionerTest {
    private static TopicProvisioner provisioner(Map<String, String> environment) {
        return new TopicProvisioner(KafkaSettings.read(environment), Duration.ofSeconds(1));
    }

    @Test
    void nobodyListensThere() throws IOException {
        int port;
        try (ServerSocket freeAgain = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = freeAgain.getLocalPort();
        }
        TopicProvisioner provisioner = provisioner(Map.of("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + port));

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> provisioner.provision("test", Set.of(Topic.NODE_STATE)))
                .withMessageStartingWith("Kafka at 127.0.0.1:" + port + " did not answer within 1 s: start it, or set"
                        + " KAFKA_BOOTSTRAP_SERVERS to where it is");
    }

    @Test
    void noSuchHost() {
        TopicProvisioner provisioner = provisioner(Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka.invalid:9092"));

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> provisioner.provision("test", Set.of(Topic.NODE_STATE)))
                .withMessageStartingWith("Kafka at kafka.invalid:9092 did not answer within 1 s: start it")
                .withMessageContaining("No resolvable bootstrap urls");
    }

    @Test
    void settingsThatTheClientRefusesAreToldAtOnce() {
        long begun = System.nanoTime();
        TopicProvisioner provisioner = new TopicProvisioner(
                KafkaSettings.read(Map.of("KAFKA_SECURITY_PROTOCOL", "CARRIER_PIGEON")), Duration.ofMinutes(5));

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> provisioner.provision("test", Set.of(Topic.NODE_STATE)))
                .withMessageContaining("KAFKA_*")
                .withMessageContaining("CARRIER_PIGEON")
                .withMessageContaining("security.protocol");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }
}
