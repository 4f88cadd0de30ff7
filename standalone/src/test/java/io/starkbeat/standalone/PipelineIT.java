package io.starkbeat.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.starkbeat.embedded.junit.KafkaCluster;
import io.starkbeat.embedded.junit.WithKafka;
import io.starkbeat.standalone.demo.DemoConfig;
import io.starkbeat.standalone.demo.DemoNetwork;
import io.starkbeat.standalone.demo.Identities;
import io.starkbeat.standalone.demo.Liveliness;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// From a node's WebSocket to `GET /api/nodes`, through a real broker.
@WithKafka
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipelineIT {
    private static final int DEMO_NODES = 12;

    private final Vertx vertx = Vertx.vertx();
    private final Pipeline pipeline;
    private final Api api;

    PipelineIT(KafkaCluster kafka, @TempDir Path state) throws Exception {
        pipeline = Pipeline.start(Pipeline.environment(kafka, kafka.uniquePrefix(), state));
        api = new Api(pipeline.queryPort());
    }

    @BeforeAll
    void isReady() {
        pipeline.awaitReady();
    }

    @AfterAll
    void close() {
        api.close();
        pipeline.close();
        vertx.close().await();
    }

    @Test
    void theSpecificationsExampleSessionIsANode() {
        try (var node = Node.connect(vertx, pipeline.gatewayPort())) {
            node.say(ExampleSession.flat());
            soon().untilAsserted(() -> assertExample(ExampleSession.PEER_ID));
            assertThat(node.answers()).isEmpty();
            assertThat(node(ExampleSession.PEER_ID)).containsEntry("nodeIp", "127.0.0.1")
                    .containsEntry("network", "SN_MAIN")
                    .containsEntry("capability", "FullNode")
                    .containsEntry("peerCount", 48)
                    .containsEntry("status", "online");
        }
    }

    @Test
    void theNestedFormCutDifferentlyAndInAnotherOrderIsTheSameNode() {
        var peerId = Identities.create();
        try (var flat = Node.connect(vertx, pipeline.gatewayPort()).say(ExampleSession.flat());
                var nested = Node.connect(vertx, pipeline.gatewayPort()).say(ExampleSession.nested(peerId))) {
            soon().untilAsserted(() -> {
                assertExample(peerId);
                assertExample(ExampleSession.PEER_ID);
            });
            assertThat(comparable(node(peerId))).isEqualTo(comparable(node(ExampleSession.PEER_ID)));
            assertThat(flat.answers()).isEmpty();
            assertThat(nested.answers()).isEmpty();
        }
    }

    @Test
    void aSecondSessionOfAPeerIdIsTheSameNodeAndAClosedOneIsOfflineButVisible() {
        var peerId = Identities.create();
        var first = Node.connect(vertx, pipeline.gatewayPort()).say("""
                {"payload": {"name": "one", "peer_id": "%s", "current_block_number_l2": 5}}""".formatted(peerId));
        soon().untilAsserted(() -> assertThat(node(peerId)).containsEntry("blockHeight", 5));
        var second = Node.connect(vertx, pipeline.gatewayPort()).say("""
                {"payload": {"peer_id": "%s", "current_block_number_l2": 6}}""".formatted(peerId));
        soon().untilAsserted(
                () -> assertThat(node(peerId)).containsEntry("blockHeight", 6).containsEntry("nodeName", "one"));
        assertThat(api.nodes().filter(node -> node.getString("nodeId").equals(peerId))).hasSize(1);

        first.close();
        second.close();
        soon().untilAsserted(() -> assertThat(node(peerId)).containsEntry("status", "offline")
                .containsEntry("nodeName", "one")
                .containsEntry("blockHeight", 6));
    }

    @Test
    void garbageBetweenGoodMessagesChangesNothing() {
        var peerId = Identities.create();
        try (var node = Node.connect(vertx, pipeline.gatewayPort())) {
            node.say("""
                    {"payload": {"name": "patient", "peer_id": "%s", "current_block_number_l2": 1}}"""
                    .formatted(peerId));
            soon().untilAsserted(() -> assertThat(node(peerId)).containsEntry("blockHeight", 1));
            var before = comparable(node(peerId));
            node.say("{\"payload\": {\"name\": \"cut of").say("42").say("no json at all").say("\u0000\u0001");
            soon().untilAsserted(() -> assertThat(node.answers()).isNotEmpty());
            assertThat(node.answers()).allSatisfy(
                    answer -> assertThat(new JsonObject(answer).getJsonObject("error").getString("message"))
                            .isNotBlank());
            node.say("{\"payload\": {\"peer_count\": 7}}");
            soon().untilAsserted(() -> assertThat(node(peerId)).containsEntry("peerCount", 7));
            var after = comparable(node(peerId));
            after.remove("peerCount");
            assertThat(after).isEqualTo(before);
            assertThat(node.isClosed()).isFalse();
        }
    }

    @Test
    void theDemoNetworkIsSeen() {
        var ids = Stream.generate(Identities::create).limit(DEMO_NODES).toList();
        var gateway = URI.create("ws://127.0.0.1:" + pipeline.gatewayPort() + "/submit");
        var network = DemoNetwork.start(vertx, new DemoConfig(gateway, ids, 7, Liveliness.USUAL)).await();
        soon().untilAsserted(() -> {
            var nodes = demoNodes();
            assertThat(nodes).extracting(node -> node.getString("nodeId")).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(nodes).allSatisfy(node -> assertThat(node.getMap()).containsEntry("status", "online")
                    .containsKeys("nodeName", "nodeClientType", "nodeClientVersion", "capability", "blockHeight",
                            "blockHash",
                            "peerCount", "cpuUsage", "memoryUsage", "networkTraffic"));
        });
        assertThat(demoNodes()).extracting(node -> node.getString("nodeClientType"))
                .contains("Juno", "Pathfinder", "Madara", "Papyrus");
        network.close().await();
        soon().untilAsserted(() -> assertThat(demoNodes()).hasSize(DEMO_NODES)
                .allSatisfy(node -> assertThat(node.getString("status")).isEqualTo("offline")));
    }

    private void assertExample(String nodeId) {
        var node = node(nodeId);
        assertThat(node).containsEntry("nodeName", "Starknode")
                .containsEntry("nodeClientType", "Madara")
                .containsEntry("nodeClientVersion", "0.1.0-8bf85f6dc0b")
                .containsEntry("blockHeight", 1)
                .containsEntry("memoryUsage", 4.4);
        assertThat(((Number) Objects.requireNonNull(node.get("cpuUsage"))).doubleValue()).isEqualTo(3);
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(ExampleSession.resource("/spec/node-data-api-response.schema.json"), InputFormat.JSON);
        assertThat(schema.validate(api.body(), InputFormat.JSON)).isEmpty();
    }

    private Map<String, Object> node(String id) {
        return api.node(id).orElseThrow(() -> new AssertionError("no node " + id + " in " + api.body())).getMap();
    }

    /// What of a node does not tell which it is, nor when it was seen.
    private static Map<String, Object> comparable(Map<String, Object> node) {
        return node.entrySet()
                .stream()
                .filter(entry -> !Set.of("nodeId", "lastSeen", "lag").contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private List<JsonObject> demoNodes() {
        return api.nodes().filter(node -> "demo".equals(node.getString("network"))).toList();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
    }
}
