package io.starkbeat.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.starkbeat.standalone.verify.StateVerifier;
import io.starkbeat.standalone.verify.VerifierSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/// The images and `docker-compose.yml`, for real: `./mvnw verify -Pimages -Dkafka=container`. Its project, ports and volumes
/// are its own; what it made is gone afterwards, but for the images.
@TestMethodOrder(OrderAnnotation.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ComposeIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PROJECT = "starkbeat-it-" + UUID.randomUUID().toString().substring(0, 8);
    private static final Map<String, String> VARIABLES = new TreeMap<>();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static boolean wasUp;

    @BeforeAll
    static void up() throws Exception {
        assumeTrue("container".equals(System.getProperty("kafka")),
                "skipped: images are tested with ./mvnw verify -Pimages -Dkafka=container, which needs Docker");
        assertThat(Docker.answers()).as("-Dkafka=container needs Docker, which does not answer: start it").isTrue();
        assertThat(Project.ROOT.resolve("query-api/target/sbom.cdx.json"))
                .as("images need -Pimages beside -Dkafka=container").exists();
        for (var port : List.of("GATEWAY_PORT", "QUERY_PORT", "KAFKA_PORT")) {
            VARIABLES.put(port, Integer.toString(freePort()));
        }
        for (var image : List.of("gateway", "aggregator", "query", "demo")) {
            docker().run("build", "--target", image, "--tag", "starkbeat/" + image + ":" + Versions.project(), ".");
        }
        wasUp = true;
        compose("up", "--detach", "--wait");
    }

    @AfterAll
    static void down() throws Exception {
        if (wasUp) {
            compose("--profile", "demo", "down", "--volumes", "--timeout", "20");
        }
    }

    @Test
    @Order(1)
    void theSpecificationsExampleSessionGivesItsNode() throws Exception {
        var node = send(JSON.readTree(Files.readString(Project.ROOT
                .resolve("schemas/src/test/resources/spec/example-session.json"))).path("messages"));

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            var item = node(node);
            assertThat(item.path("nodeName").asText()).isEqualTo("Starknode");
            assertThat(item.path("nodeClientType").asText()).isEqualTo("Madara");
            assertThat(item.path("blockHeight").asLong()).isEqualTo(1);
            assertThat(item.path("memoryUsage").asDouble()).isEqualTo(4.4);
        });
    }

    /// Each service in turn, Kafka too, while demo nodes report.
    @Test
    @Order(2)
    void restartsLoseNothing() throws Exception {
        compose("--profile", "demo", "up", "--detach", "--wait");
        await().atMost(Duration.ofSeconds(60)).until(() -> nodes().size() >= 21);
        for (var service : List.of("gateway", "aggregator", "query", "kafka")) {
            compose("restart", service);
            // Not `up --wait`, which gives up on what is unhealthy for a moment, as all are while Kafka is away.
            await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofSeconds(1)).untilAsserted(
                    () -> assertThat(compose("ps", "--format", "{{.Service}} {{.Health}}").strip().lines()).hasSize(5)
                            .allSatisfy(line -> assertThat(line).endsWith(" healthy")));
        }
        compose("--profile", "demo", "stop", "demo");

        var environment = new TreeMap<>(Map.of("KAFKA_BOOTSTRAP_SERVERS", "localhost:" + VARIABLES.get("KAFKA_PORT")));
        var verdict = StateVerifier.verify(
                VerifierSettings.read(environment, Optional.of(api("")), Duration.ofSeconds(60)), _ -> {});
        assertThat(verdict.agrees()).as(verdict.toString()).isTrue();
        assertThat(verdict.nodes().agreeing()).isEqualTo(21);
        assertThat(verdict.log().missing()).isZero();
    }

    @Test
    @Order(3)
    void downAndUpAgainKeepsTheNodes() throws Exception {
        var before = nodes();
        compose("--profile", "demo", "down", "--timeout", "20");
        compose("up", "--detach", "--wait");

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(nodes()).hasSameSizeAs(before));
        assertThat(ids(nodes())).containsExactlyElementsOf(ids(before));
    }

    @Test
    @Order(4)
    void aProcessIsNobodyAndWritesNothing() throws Exception {
        for (var service : List.of("gateway", "aggregator", "query")) {
            assertThat(compose("exec", "-T", service, "id", "-u").strip()).isEqualTo("10001");
            assertThat(compose("exec", "-T", service, "sh", "-c", "touch /opt/starkbeat/x 2>&1 || true"))
                    .contains("Read-only file system");
            // Its AOT cache is in use.
            assertThat(compose("exec", "-T", service, "sh", "-c", "grep -c app.aot /proc/1/maps").strip())
                    .isNotEqualTo("0");
        }
    }

    /// @return the id of the node that the messages speak of
    private static String send(JsonNode messages) throws Exception {
        var socket = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + VARIABLES.get("GATEWAY_PORT") + "/submit"),
                        new WebSocket.Listener() {
                        })
                .get(10, TimeUnit.SECONDS);
        for (var message : messages) {
            socket.sendText(message.toString(), true).get(10, TimeUnit.SECONDS);
        }
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(10, TimeUnit.SECONDS);
        return messages.findValue("peer_id").asText();
    }

    private static JsonNode node(String id) throws Exception {
        return JSON.readTree(get("/api/nodes/" + id));
    }

    private static JsonNode nodes() throws Exception {
        return JSON.readTree(get("/api/nodes"));
    }

    private static List<String> ids(JsonNode nodes) {
        return nodes.findValuesAsText("nodeId");
    }

    private static String get(String path) throws Exception {
        var answer = HTTP.send(HttpRequest.newBuilder(api(path)).timeout(Duration.ofSeconds(10)).build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private static URI api(String path) {
        return URI.create("http://localhost:" + VARIABLES.get("QUERY_PORT") + path);
    }

    private static String compose(String... words) throws Exception {
        var command = new String[words.length + 3];
        command[0] = "compose";
        command[1] = "--project-name";
        command[2] = PROJECT;
        System.arraycopy(words, 0, command, 3, words.length);
        return docker().run(command);
    }

    private static Docker docker() {
        return new Docker(VARIABLES);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
