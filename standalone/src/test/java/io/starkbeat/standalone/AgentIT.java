package io.starkbeat.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.starkbeat.agent.AgentCommand;
import io.starkbeat.agent.standin.NodeKind;
import io.starkbeat.agent.standin.StandInNode;
import io.starkbeat.embedded.junit.KafkaCluster;
import io.starkbeat.embedded.junit.WithKafka;
import io.starkbeat.standalone.demo.Identities;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// From a node's JSON-RPC, through the agent, the gateway and a real broker, to `GET /api/nodes`.
@WithKafka
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentIT {
    private static final List<String> VERSIONS = List.of("0.7.1", "0.8.1", "0.9.0", "0.10.0");

    /// A node, and the agent beside it.
    private record Pair(StandInNode node, NodeKind kind, String version, String peerId, Thread agent) {}

    private final Path folder;
    private final Pipeline pipeline;
    private final Api api;
    private final List<Pair> pairs = new ArrayList<>();

    AgentIT(KafkaCluster kafka, @TempDir Path folder) throws Exception {
        this.folder = folder;
        var environment = new HashMap<>(
                Pipeline.environment(kafka, kafka.uniquePrefix(), Files.createDirectory(folder.resolve("state"))));
        environment.put("STALE_AFTER", "3s");
        pipeline = Pipeline.start(environment);
        api = new Api(pipeline.queryPort());
    }

    @BeforeAll
    void isReady() {
        pipeline.awaitReady();
    }

    @AfterEach
    void stopAgents() throws InterruptedException {
        for (var pair : pairs) {
            pair.agent.interrupt();
        }
        for (var pair : pairs) {
            pair.agent.join();
            pair.node.close();
        }
        pairs.clear();
    }

    @AfterAll
    void close() {
        api.close();
        pipeline.close();
    }

    @Test
    void eachClientInEachVersionIsSeenWithItsNewestBlock() {
        for (var kind : NodeKind.values()) {
            for (var version : VERSIONS) {
                pair(kind, version, 1_000);
            }
        }
        soon().untilAsserted(() -> assertThat(pairs).allSatisfy(pair -> assertThat(node(pair))
                .containsEntry("blockHeight", 1_000)
                .containsEntry("blockHash", StandInNode.hash(1_000))
                .containsEntry("nodeClientType", pair.kind.client())
                .containsEntry("network", "SN_SEPOLIA")
                .containsEntry("capability", "FullNode")
                .containsEntry("status", "online")
                .containsKeys("cpuUsage", "memoryUsage")));
        assertThat(pairs).allSatisfy(pair -> assertThat(node(pair).get("nodeClientVersion"))
                .isEqualTo(pair.kind.version().isEmpty() ? null : pair.kind.version()));
        var detail = api.get("/api/nodes/" + pairs.getFirst().peerId).body();
        assertThat(detail).contains("\"txNumber\":1").contains("\"eventNumber\":2").contains("\"messageNumber\":1")
                .contains("\"jsonRpcVersion\":\"0.7.1\"").contains("\"starknetVersion\":\"0.14.0\"");

        // From 0.8 on nodes tell of new blocks by themselves.
        soon().until(() -> pairs.stream().allMatch(pair -> pair.node.subscribers() == (tells(pair) ? 1 : 0)));
        pairs.forEach(pair -> pair.node.setHeight(1_001));
        soon().untilAsserted(() -> assertThat(pairs)
                .allSatisfy(pair -> assertThat(node(pair)).containsEntry("blockHeight", 1_001)));
        assertThat(api.nodes()
                .filter(node -> pairs.stream().anyMatch(pair -> pair.peerId.equals(node.getString("nodeId")))))
                .hasSize(pairs.size());
    }

    @Test
    void aNodeThatIsDownFallsSilentAndIsBackWhenItIsBack() {
        var pair = pair(NodeKind.PATHFINDER, "0.9.0", 50);
        soon().untilAsserted(
                () -> assertThat(node(pair)).containsEntry("blockHeight", 50).containsEntry("status", "online"));
        pair.node.goDown();
        soon().untilAsserted(
                () -> assertThat(node(pair)).containsEntry("blockHeight", 50).containsEntry("status", "stale"));
        pair.node.setHeight(48);
        pair.node.comeBack();
        soon().untilAsserted(
                () -> assertThat(node(pair)).containsEntry("blockHeight", 48).containsEntry("status", "online"));
    }

    private static boolean tells(Pair pair) {
        return !pair.version.startsWith("0.7");
    }

    private Pair pair(NodeKind kind, String version, long height) {
        var node = StandInNode.start(kind, version, height);
        var peerId = Identities.create();
        var arguments = List.of("--node", node.url(), "--node-ws", node.webSocketUrl(), "--telemetry",
                "ws://127.0.0.1:" + pipeline.gatewayPort() + "/submit", "--peer-id", peerId, "--name",
                kind.client() + "-" + version, "--poll", "300ms", "--interval", "1s", "--data-dir", folder.toString());
        var agent = Thread.ofPlatform().name("agent " + kind + " " + version).start(
                () -> new CommandLine(new AgentCommand(Map.of())).execute(arguments.toArray(String[]::new)));
        var pair = new Pair(node, kind, version, peerId, agent);
        pairs.add(pair);
        return pair;
    }

    private Map<String, Object> node(Pair pair) {
        return api.node(pair.peerId).orElseThrow(() -> new AssertionError("no " + pair + " in " + api.body())).getMap();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(100));
    }
}
