package io.starkbeat.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One node: what the pipeline in one process relies on.
@Timeout(180)
class EmbeddedKafkaIT {
    @TempDir
    Path place;

    @Test
    void topicsAndRecordsOutliveACloseAndTheNextRunMayHaveAnotherPort() throws Exception {
        String clusterId;
        String address;
        try (var kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.persistent(place, 0))) {
            clusterId = kafka.clusterId();
            address = kafka.bootstrapServers();
            var clients = new Clients(address);
            clients.createTopic("kept");
            clients.produce("kept", "a", "b");
            assertThat(clients.consume("kept", 2)).containsExactly("a", "b");
        }
        try (var other = new ServerSocket(portOf(address), 1, InetAddress.ofLiteral("127.0.0.1"));
                var kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.persistent(place, 0))) {
            assertThat(kafka.bootstrapServers()).isNotEqualTo("127.0.0.1:" + other.getLocalPort());
            assertThat(kafka.clusterId()).isEqualTo(clusterId);
            var clients = new Clients(kafka.bootstrapServers());
            assertThat(clients.topics()).contains("kept");
            clients.produce("kept", "c");
            assertThat(clients.consume("kept", 3)).containsExactly("a", "b", "c");
        }
    }

    @Test
    void recordsOutliveAKillAndTheRestartIsQuick() throws Exception {
        var killed = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-cp", System.getProperty("java.class.path"), KafkaProcess.class.getName(), place.toString(), "kept")
                .redirectErrorStream(true)
                .start();
        try {
            awaitAddress(killed);
        } finally {
            killed.destroyForcibly(); // SIGKILL: nothing is closed or flushed
            assertThat(killed.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }

        var start = System.nanoTime();
        try (var kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.persistent(place, 0))) {
            // 3 s until the broker's old session ends, and a start; wide, for a machine that is busy with other builds.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
            var clients = new Clients(kafka.bootstrapServers());
            clients.produce("kept", "written after it");
            assertThat(clients.consume("kept", 2)).containsExactly("written before the kill", "written after it");
        }
    }

    @Test
    void aTakenPortIsNamedAndNothingStaysHeld() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var config = EmbeddedKafkaConfig.persistent(place, other.getLocalPort());
            assertThatThrownBy(() -> EmbeddedKafka.start(config)).isInstanceOf(EmbeddedKafkaException.PortTaken.class)
                    .hasMessageContaining("127.0.0.1:" + other.getLocalPort());
        }
        DataFolder.open(place, 1).close();
    }

    @Test
    void aPropertyThatKafkaRefusesFailsTheStartAndNothingStaysHeld() {
        var config = EmbeddedKafkaConfig.persistent(place, 0).withProperty("num.io.threads", "many");
        assertThatThrownBy(() -> EmbeddedKafka.start(config)).isInstanceOf(EmbeddedKafkaException.BrokerFailed.class)
                .hasMessageContaining("Kafka node 1 failed")
                .hasMessageContaining("num.io.threads");
        DataFolder.open(place, 1).close();
    }

    @Test
    void aFailureInTheMiddleOfTheStartLeavesNothingRunning() throws Exception {
        // The broker finds out late, after the controller is up, that it cannot make this class.
        var config = EmbeddedKafkaConfig.persistent(place, freePort())
                .withProperty("metric.reporters", "io.starkbeat.NoSuchReporter");
        assertThatThrownBy(() -> EmbeddedKafka.start(config)).isInstanceOf(EmbeddedKafkaException.BrokerFailed.class)
                .hasMessageContaining("Kafka node 1 failed");
        try (var kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.persistent(place, config.port()))) {
            assertThat(kafka.bootstrapServers()).isEqualTo("127.0.0.1:" + config.port());
        }
    }

    @Test
    void anEphemeralKafkaIsGoneAfterTheCloseAndFurtherClosesDoNothing() {
        var kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.ephemeral());
        kafka.close();
        kafka.close();
        assertThatThrownBy(
                () -> new Socket(InetAddress.ofLiteral("127.0.0.1"), portOf(kafka.bootstrapServers())).close())
                .isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> kafka.startNode(1)).isInstanceOf(IllegalStateException.class);
        assertThat(kafka.fatalFailure().toCompletableFuture()).isNotDone();
    }

    @Test
    void aBrokerThatWouldHaltTheProcessIsReportedInstead() {
        try (var kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.ephemeral())) {
            // What a broker does when its last folder has failed.
            assertThatThrownBy(() -> Exit.halt(1, "all folders have failed"))
                    .isInstanceOf(EmbeddedKafkaException.BrokerFailed.class);
            assertThat(kafka.fatalFailure().toCompletableFuture()).isCompletedWithValueMatching(
                    failure -> failure.getMessage().contains("all folders have failed"));
        }
    }

    @Test
    void topicsAreMadeOnPurposeOnly() throws Exception {
        try (var kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.ephemeral());
                var producer = new Clients(kafka.bootstrapServers()).producer(Map.of("max.block.ms", "500"))) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>("misspelt", "x")).get())
                    .hasMessageContaining("misspelt");
            assertThat(new Clients(kafka.bootstrapServers()).topics()).isEmpty();
        }
    }

    @Test
    void transactionsAreSeenWholeAndThoseOfTheDeadEndSoon() throws Exception {
        try (var kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.ephemeral())) {
            var clients = new Clients(kafka.bootstrapServers());
            clients.createTopic("facts");
            try (var producer = clients.producer(Map.of("transactional.id", "one"))) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("facts", "aborted"));
                producer.flush();
                producer.abortTransaction();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("facts", "committed"));
                producer.commitTransaction();
            }
            try (var silent = clients.producer(Map.of("transactional.id", "two", "transaction.timeout.ms", "1000"))) {
                silent.initTransactions();
                silent.beginTransaction();
                silent.send(new ProducerRecord<>("facts", "never ended")).get();
                clients.produce("facts", "behind it");
                // Readers are held back by the open transaction until the broker ends it, some 2 s from now.
                var start = System.nanoTime();
                assertThat(clients.consume("facts", 2)).containsExactly("committed", "behind it");
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
            }
        }
    }

    private static int portOf(String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1));
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static void awaitAddress(Process process) throws Exception {
        var output = new StringBuilder();
        var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith("127.0.0.1:")) {
                return;
            }
            output.append(line).append('\n');
        }
        throw new AssertionError("the process ended before it was up:\n" + output);
    }
}
