package io.starkbeat.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.starkbeat.embedded.junit.KafkaCluster;
import io.starkbeat.embedded.junit.WithKafka;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each folder of `sessions` is what a node of one dialect sends, a message a line (`messages.jsonl`), and what
/// `GET /api/nodes/{nodeId}` has to show of it then (`node.json`): without times, and without `nodeId` where the node names no
/// peer id. From a real WebSocket through gateway, Kafka, aggregator and query API; a new dialect needs a folder here and no
/// line of code.
@WithKafka
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenSessionsIT {
    /// What times, ids and other nodes make of a node.
    private static final Set<String> NOT_OF_THE_SESSION = Set.of("lastSeen", "lag", "clockSkew", "units", "sources",
            "fieldTimes", "session", "claims", "firstSeen", "lastReport", "revision");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final Vertx vertx = Vertx.vertx();
    private final Pipeline pipeline;
    private final Api api;

    GoldenSessionsIT(KafkaCluster kafka, @TempDir Path state) throws Exception {
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

    static Stream<Path> sessions() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(GoldenSessionsIT.class.getResource("/sessions")).toURI());
        return Files.list(folder).sorted();
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void isTheNodeThatItSaysItIs(Path folder) throws IOException {
        Map<String, JsonNode> expected = members(Files.readString(folder.resolve("node.json")));
        Set<String> before = nodeIds();
        try (var node = Node.connect(vertx, pipeline.gatewayPort())) {
            node.say(Files.readAllLines(folder.resolve("messages.jsonl")));

            soon().untilAsserted(() -> {
                Set<String> appeared = nodeIds();
                appeared.removeAll(before);
                assertThat(appeared).as("one session is one node").hasSize(1);
                assertThat(written(shown(appeared.iterator().next(), expected))).isEqualTo(written(expected));
            });
            assertThat(node.answers()).as("nothing of it was refused").isEmpty();
            assertThat(node.isClosed()).isFalse();
        }
    }

    /// The dialects that there are; who removes a folder removes the proof.
    @Test
    void everyDialectHasItsSession() throws Exception {
        assertThat(sessions().map(folder -> folder.getFileName().toString())).contains("spec-flat", "spec-nested",
                "spec-mixed", "bare-go-node", "substrate-madara", "substrate-client", "substrate-bare",
                "mixed-dialects");
    }

    private Set<String> nodeIds() {
        return api.nodes().map(node -> node.getString("nodeId")).collect(Collectors.toCollection(TreeSet::new));
    }

    /// The node's detail as far as it is to be compared.
    private Map<String, JsonNode> shown(String nodeId, Map<String, JsonNode> expected) throws IOException {
        HttpResponse<String> answer = api
                .get("/api/nodes/" + URLEncoder.encode(nodeId, StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        Map<String, JsonNode> shown = members(answer.body());
        shown.keySet().removeAll(NOT_OF_THE_SESSION);
        if (!expected.containsKey("nodeId")) {
            assertThat(shown.remove("nodeId").textValue()).startsWith("session:");
        }
        return shown;
    }

    private static Map<String, JsonNode> members(String json) throws IOException {
        Map<String, JsonNode> members = new TreeMap<>();
        JSON.readTree(json).forEachEntry(members::put);
        return members;
    }

    private static String written(Map<String, JsonNode> members) throws IOException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(members);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
    }
}
