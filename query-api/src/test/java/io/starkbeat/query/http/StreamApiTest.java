package io.starkbeat.query.http;

import static io.starkbeat.query.TestNodes.NOON;
import static io.starkbeat.query.TestNodes.node;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.starkbeat.query.InMemoryStates;
import io.starkbeat.query.TestNodes;
import io.starkbeat.query.feed.NodeFeed;
import io.starkbeat.query.metrics.FeedMetrics;
import io.starkbeat.query.metrics.QueryMetrics;
import io.starkbeat.query.rejected.RejectedLog;
import io.starkbeat.schemas.codec.RecordMapper;
import io.starkbeat.schemas.field.Field;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The live feed over real sockets.
class StreamApiTest {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final InMemoryStates store = new InMemoryStates();
    private MeterRegistry meters;
    private NodeFeed feed;
    private QueryServer server;

    @BeforeEach
    void start() throws Exception {
        start(50_000);
    }

    private void start(int log) throws InterruptedException {
        meters = new SimpleMeterRegistry();
        QueryMetrics metrics = new QueryMetrics(meters);
        feed = store.feed(log, 3, new FeedMetrics(meters));
        server = new QueryServer(vertx, store.catalog(metrics, task -> Thread.ofVirtual().start(task)), feed,
                new RejectedLog(), CorsOrigins.ALL, metrics);
        feed.start();
        server.start("127.0.0.1", 0, "QUERY_PORT");
    }

    @AfterEach
    void stop() throws Exception {
        feed.close();
        server.stop();
        client.close();
        vertx.close().await();
    }

    @Test
    void oneIsToldOfEachChangeWithHeadersThatNoProxyHoldsUp() throws Exception {
        store.put(node("a").at("SN_MAIN", 1).with(Field.CLIENT, "Juno"));
        store.put(node("b").at("SN_MAIN", 1).with(Field.CLIENT, "Madara"));
        try (SseReader reader = reader("?client=juno")) {
            HttpResponse<InputStream> response = reader.open();

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().map()).containsEntry("content-type", List.of("text/event-stream"))
                    .containsEntry("cache-control", List.of("no-store"))
                    .containsEntry("x-accel-buffering", List.of("no"))
                    .containsEntry("starkbeat-as-of", List.of("2026-11-01T12:00:00.000Z"));
            until(() -> assertThat(reader.heard).containsExactly("snapshot"));
            store.put(node("a").at("SN_MAIN", 2).with(Field.CLIENT, "Juno"));
            until(() -> assertThat(reader.heard).containsExactly("snapshot", "node a"));
            store.put(node("b").at("SN_MAIN", 2).with(Field.CLIENT, "Juno"));
            store.remove("a");
            until(() -> assertThat(reader.heard).containsExactly("snapshot", "node a", "gone a", "node b"));
            assertThat(reader.shown()).isEqualTo(asked("?client=juno"));
        }
        until(() -> assertThat(meters.get("starkbeat.query.feed.subscribers").gauge().value()).isZero());
    }

    @Test
    void cutOffAHundredTimesOneEndsWithWhatAListSays() throws Exception {
        Random random = new Random(20261123);
        AtomicBoolean over = new AtomicBoolean();
        for (int i = 0; i < 300; i++) {
            store.put(changed(i, random));
        }
        Thread changes = Thread.ofVirtual().start(() -> {
            Random other = new Random(7);
            while (!over.get()) {
                int node = other.nextInt(300);
                if (other.nextInt(10) == 0) {
                    store.remove("n" + node);
                } else {
                    store.put(changed(node, other));
                }
                LockSupport.parkNanos(200_000);
            }
        });
        String filter = "?client=Juno&maxLag=40";
        try (SseReader reader = reader(filter); SseReader all = reader("")) {
            for (int cut = 0; cut < 100; cut++) {
                reader.open();
                all.open();
                LockSupport.parkNanos(random.nextLong(60_000_000));
                reader.cut();
                all.cut();
            }
            over.set(true);
            changes.join();
            reader.open();
            all.open();

            until(() -> assertThat(reader.shown()).isEqualTo(asked(filter)));
            until(() -> assertThat(all.shown()).isEqualTo(asked("")));
            assertThat(reader.heard).contains("snapshot").doesNotContain("reset");
            assertThat(meters.get("starkbeat.query.feed.begun").tag("how", "resumed").counter().count())
                    .isGreaterThan(100);
        }
    }

    @Test
    void aReaderWhoDoesNotReadIsEndedAndCostsNobodyElse() throws Exception {
        stopServer();
        start(1_000);
        for (int i = 0; i < 500; i++) {
            store.put(large(i, 0));
        }
        AtomicBoolean over = new AtomicBoolean();
        try (Socket stuck = new Socket(); SseReader quick = reader("")) {
            stuck.setReceiveBufferSize(4 * 1024);
            stuck.connect(new InetSocketAddress("127.0.0.1", server.port()));
            stuck.getOutputStream()
                    .write("GET /api/nodes/stream HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            quick.open();
            until(() -> assertThat(meters.get("starkbeat.query.feed.subscribers").gauge().value()).isEqualTo(2));
            Thread changes = Thread.ofVirtual().start(() -> {
                for (int round = 1; !over.get(); round++) {
                    for (int i = 0; i < 500; i++) {
                        store.put(large(i, round));
                    }
                    LockSupport.parkNanos(20_000_000);
                }
            });

            until(() -> assertThat(
                    meters.get("starkbeat.query.feed.ended").tag("why", "too_slow").counter().count()).isEqualTo(1));
            over.set(true);
            changes.join();
            until(() -> assertThat(quick.shown()).isEqualTo(asked("")));
            assertThat(quick.heard).doesNotContain("end too_slow", "cut");
            // And its connection does not stay either.
            stuck.setSoTimeout(10_000);
            byte[] rest = stuck.getInputStream().readAllBytes();
            assertThat(rest.length).isPositive();
        }
    }

    @Test
    void whoCannotBeServedIsToldWhy() throws Exception {
        assertThat(get("/api/nodes/stream?sort=lag", "*/*").body()).contains("\"parameter\":\"sort\"");
        assertThat(get("/api/nodes/stream?maxLag=x", "*/*").statusCode()).isEqualTo(400);
        assertThat(get("/api/nodes/stream", "application/json").statusCode()).isEqualTo(406);
        HttpResponse<String> posted = client.send(HttpRequest.newBuilder(uri("/api/nodes/stream"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(), BodyHandlers.ofString());
        assertThat(posted.statusCode()).isEqualTo(405);
        HttpResponse<String> head = client.send(HttpRequest.newBuilder(uri("/api/nodes/stream")).HEAD().build(),
                BodyHandlers.ofString());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("content-type")).contains("text/event-stream");

        store.ready(false);
        HttpResponse<String> early = get("/api/nodes/stream", "text/event-stream");
        assertThat(early.statusCode()).isEqualTo(503);
        assertThat(early.headers().firstValue("retry-after")).contains("1");
        store.ready(true);

        try (SseReader one = reader(""); SseReader two = reader(""); SseReader three = reader("")) {
            one.open();
            two.open();
            three.open();
            HttpResponse<String> full = get("/api/nodes/stream", "text/event-stream");
            assertThat(full.statusCode()).isEqualTo(503);
            assertThat(full.body()).contains("urn:starkbeat:problem:feed-full");
        }
    }

    @Test
    void whoIsThereWhenTheServerStopsIsTold() throws Exception {
        store.put(node("a"));
        try (SseReader reader = reader("")) {
            reader.open();
            until(() -> assertThat(reader.heard).containsExactly("snapshot"));
            feed.close();
            until(() -> assertThat(reader.heard).containsExactly("snapshot", "end leaving", "cut"));
        }
    }

    private void stopServer() throws Exception {
        feed.close();
        server.stop();
    }

    private static TestNodes changed(int i, Random random) {
        return node("n" + i).at("SN_MAIN", 100 + random.nextInt(80))
                .from("address " + i)
                .with(Field.CLIENT, random.nextInt(3) == 0 ? "Madara" : "Juno")
                .heard(NOON.plusMillis(random.nextInt(1_000)));
    }

    private static TestNodes large(int i, int round) {
        return node("n" + i).at("SN_MAIN", round).from("address").with(Field.NAME, "x".repeat(200) + round);
    }

    private SseReader reader(String query) {
        return new SseReader(client, uri("/api/nodes/stream" + query));
    }

    private Map<String, JsonNode> asked(String query) throws IOException, InterruptedException {
        Map<String, JsonNode> asked = new TreeMap<>();
        RecordMapper.mapper().readTree(get("/api/nodes" + query, "application/json").body())
                .forEach(item -> asked.put(item.get("nodeId").textValue(), ((ObjectNode) item).without("lastSeen")));
        return asked;
    }

    private HttpResponse<String> get(String path, String accept) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).header("Accept", accept).build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private static void until(ThrowingRunnable holds) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10)).untilAsserted(holds);
    }
}
