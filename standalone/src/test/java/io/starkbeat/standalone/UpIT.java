package io.starkbeat.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `up` in a process of its own: killed while nodes report, started again on the same data, stopped in order.
class UpIT {
    private static final int NODES = 10;
    /// A start takes eight seconds of two processors; on a machine that others use at the same time, many times that.
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String NODE_STATE = "starkbeat.node-state";

    private final int gateway = FreePort.next();
    private final int query = FreePort.next();
    private final int kafka = FreePort.next();
    private final int management = FreePort.next();
    private final List<AutoCloseable> toClose = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void close() throws Exception {
        for (var each : toClose.reversed()) {
            each.close();
        }
    }

    @Test
    void aKilledProcessKnowsItsNodesWhenItIsStartedAgain() throws Exception {
        var first = up();
        var api = kept(new Api(query));
        // Who they are comes with their first message, the chain with the next.
        soon().untilAsserted(() -> assertThat(onlineNodes(api)).hasSize(NODES)
                .allSatisfy(node -> assertThat(node.getLong("blockHeight")).isNotNull()));
        var before = byId(api.nodes().toList());
        assertThat(permissions("address-key-secret")).isEqualTo("rw-------");
        var secret = Files.readString(data().resolve("address-key-secret"));
        assertThat(first.err()).as("noise on the terminal").isEmpty();

        assertThat(complaintOfASecondOnTheSameFolder()).contains("is in use by another running Starkbeat")
                .contains("--data-dir");

        first.kill();
        var second = up();
        // The demo nodes, reconnected: the same nodes, no more and no fewer, further on in the chain.
        soon().untilAsserted(() -> {
            var after = byId(onlineNodes(api));
            assertThat(after.keySet()).isEqualTo(before.keySet());
            assertThat(after).allSatisfy((id, node) -> {
                assertThat(node.getString("nodeName")).isEqualTo(before.get(id).getString("nodeName"));
                assertThat(node.getLong("blockHeight")).isGreaterThanOrEqualTo(before.get(id).getLong("blockHeight"));
            });
        });
        assertThat(api.nodes()).hasSize(NODES);
        assertThat(statesInTopic()).isEqualTo(before.keySet());
        assertThat(Files.readString(data().resolve("address-key-secret"))).isEqualTo(secret);

        second.terminate();
        assertThat(second.awaitEnd(PATIENCE)).isZero();
        assertThat(second.out()).contains("Stopping, Kafka last").endsWith("Stopped.\n");
        assertThat(second.err()).as("noise on the terminal").isEmpty();

        var third = up("--demo=0");
        assertThat(byId(api.nodes().toList()).keySet()).isEqualTo(before.keySet());
        assertThat(third.out()).doesNotContain("demo");
    }

    private String complaintOfASecondOnTheSameFolder() {
        try (var other = ChildProcess.start(folder, Map.of(), "up", "--gateway-port=" + FreePort.next(),
                "--query-port=" + FreePort.next(), "--kafka-port=" + FreePort.next(),
                "--management-port=" + FreePort.next())) {
            assertThat(other.awaitEnd(PATIENCE)).isEqualTo(1);
            assertThat(other.err().lines()).hasSize(1);
            return other.err();
        }
    }

    /// Starts it and waits for the block that ends its start.
    private ChildProcess up(String... more) {
        var args = new ArrayList<>(
                List.of("up", "--demo=" + NODES, "--gateway-port=" + gateway, "--query-port=" + query,
                        "--kafka-port=" + kafka, "--management-port=" + management));
        if (more.length > 0) {
            args.remove("--demo=" + NODES);
            args.addAll(List.of(more));
        }
        // A cluster elsewhere is nothing to it.
        var up = kept(ChildProcess.start(folder, Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka.example:9092",
                "KAFKA_SECURITY_PROTOCOL", "SASL_SSL", "TOPIC_PARTITIONS", "3"), args.toArray(String[]::new)));
        soon().failFast("it ended", () -> assertThat(up.isAlive()).as(up.out() + up.err()).isTrue())
                .until(() -> up.out().contains("Ctrl-C"));
        assertThat(up.out()).contains("ws://localhost:" + gateway + "/submit")
                .contains("http://localhost:" + query + "/api/nodes")
                .contains("localhost:" + kafka)
                .contains("http://localhost:" + management + "/status")
                .contains(data().toString());
        try (var health = new Api(management)) {
            assertThat(health.get("/health/ready").statusCode()).isEqualTo(200);
        }
        return up;
    }

    private Set<String> statesInTopic() throws Exception {
        var servers = "127.0.0.1:" + kafka;
        try (var admin = Admin.create(Map.of("bootstrap.servers", servers));
                var consumer = new KafkaConsumer<>(
                        Map.<String, Object>of("bootstrap.servers", servers, ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                                "read_committed"),
                        new StringDeserializer(), new StringDeserializer())) {
            assertThat(admin.listTopics().names().get()).contains("starkbeat.node-telemetry", NODE_STATE,
                    "starkbeat.node-sightings", "starkbeat.pipeline-progress");
            var partitions = consumer.partitionsFor(NODE_STATE)
                    .stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var states = new TreeMap<String, JsonObject>();
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(each -> states.put(each.key(), new JsonObject(each.value())));
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
            return states.values().stream().map(state -> state.getString("node_id")).collect(Collectors.toSet());
        }
    }

    private static List<JsonObject> onlineNodes(Api api) {
        return api.nodes().filter(node -> node.getString("status").equals("online")).toList();
    }

    private static Map<String, JsonObject> byId(List<JsonObject> nodes) {
        return nodes.stream().collect(Collectors.toMap(node -> node.getString("nodeId"), node -> node));
    }

    private Path data() {
        return folder.resolve("data");
    }

    private String permissions(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(data().resolve(file)));
    }

    private <T extends AutoCloseable> T kept(T closeable) {
        toClose.add(closeable);
        return closeable;
    }

    private static ConditionFactory soon() {
        return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100));
    }
}
