package io.starkbeat.query.http;

import static io.starkbeat.query.TestNodes.NOON;
import static io.starkbeat.query.TestNodes.node;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.starkbeat.query.TestNodes;
import io.starkbeat.query.catalog.NodeIndex;
import io.starkbeat.query.catalog.StoreCatalog;
import io.starkbeat.query.feed.NodeFeed;
import io.starkbeat.query.liveness.LivenessRules;
import io.starkbeat.query.metrics.FeedMetrics;
import io.starkbeat.query.metrics.QueryMetrics;
import io.starkbeat.query.progress.PipelineClock;
import io.starkbeat.query.store.NodeStates;
import io.starkbeat.query.store.StatesNotReadyException;
import io.starkbeat.schemas.codec.RecordMapper;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.node.NodeSource;
import io.starkbeat.schemas.node.NodeState;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What can be asked by URL, over a real socket, of a catalog over states made by hand.
class QueryApiTest {
    private static final Schema RESPONSE = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(resource("/io/starkbeat/query/node-data-api-response.schema.json"));

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final LivenessRules rules = new LivenessRules(Duration.ofMinutes(2), Duration.ofSeconds(90));
    private final NodeIndex index = new NodeIndex(new PipelineClock(), rules);
    private final Store store = new Store();
    private QueryServer server;

    @BeforeEach
    void start() throws Exception {
        put(node("a").at("SN_MAIN", 100).from("one").with(Field.CLIENT, "Juno").with(Field.VERSION, "0.15.0")
                .with(Field.CAPABILITY, "FullNode").with(Field.NAME, "=Alpha").address("10.0.0.1").country("DE")
                .with(Field.CPU_USAGE, "12.5"));
        put(node("b").at("SN_MAIN", 97).from("two").with(Field.CLIENT, "Juno").with(Field.VERSION, "0.14.2")
                .with(Field.NAME, "beta, the second").address("2001:db8::1").country("FR"));
        put(node("c").at("SN_MAIN", 90).from("three").with(Field.CLIENT, "Pathfinder").with(Field.VERSION, "0.15.0")
                .with(Field.CAPABILITY, "Sequencer").ended());
        put(node("d").at("SN_SEPOLIA", 7).from("four").with(Field.CLIENT, "Juno")
                .sources(NodeSource.TELEMETRY, NodeSource.CRAWLER));
        put(node("e").sources(NodeSource.CRAWLER));
        server = server(CorsOrigins.ALL);
    }

    private QueryServer server(CorsOrigins cors) throws InterruptedException {
        QueryMetrics metrics = new QueryMetrics(new SimpleMeterRegistry());
        StoreCatalog catalog = new StoreCatalog(index, store, rules, TestNodes.AGES, metrics,
                task -> Thread.ofVirtual().start(task));
        NodeFeed feed = new NodeFeed(index::standings, store::isReady, 100, 1,
                new FeedMetrics(new SimpleMeterRegistry()));
        QueryServer started = new QueryServer(vertx, catalog, feed, cors, metrics);
        started.start("127.0.0.1", 0, "QUERY_PORT");
        return started;
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.stop();
        vertx.close().await();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"''|a b c d e", "network=sn_main|a b c", "network=SN_MAIN,SN_SEPOLIA|a b c d",
            "network=SN_MAIN&network=sn_sepolia|a b c d", "client=juno|a b d", "version=0.15.0|a c",
            "client=Juno&version=0.15.0|a", "capability=fullnode|a", "capability=FullNode,Sequencer|a c",
            "status=online|a b d e", "status=offline,stale|c", "country=de,FR|a b", "source=crawler|d e",
            "source=both|d",
            "minBlock=97|a b", "maxLag=7|a b c d", "maxLag=6|a b d", "maxLag=0|a b d", "q=ALPHA|a", "q=10.0.|a",
            "q=2001:DB8|b", "q=b|b",
            "q=%2C+the|b", "network=nowhere|''", "sort=-blockHeight|a b c d e", "sort=blockHeight|d c b a e",
            "sort=nodeName|a b c d e", "sort=-nodeName|b a c d e", "sort=status|a b d e c", "sort=-sources|d e a b c",
            "limit=2|a b", "limit=1000|a b c d e", "sort=-nodeId&limit=1|e"})
    void whatIsAskedForIsTold(String query, String ids) throws Exception {
        HttpResponse<byte[]> answer = get("/api/nodes?" + query);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "content-type")).isEqualTo("application/json");
        assertThat(header(answer, "starkbeat-as-of")).isEqualTo("2026-11-01T12:00:00.000Z");
        assertThat(header(answer, "vary")).isEqualTo("Accept, Accept-Encoding");
        assertThat(RESPONSE.validate(text(answer), InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))).isEmpty();
        assertThat(String.join(" ", ids(answer))).isEqualTo(ids);
    }

    @Test
    void onlyTheFieldsThatAreAskedForAreTold() throws Exception {
        HttpResponse<byte[]> answer = get("/api/nodes?fields=lag,nodeName&minBlock=97");

        assertThat(text(answer)).isEqualTo("[{\"nodeId\":\"a\",\"nodeName\":\"=Alpha\",\"lag\":0},"
                + "{\"nodeId\":\"b\",\"nodeName\":\"beta, the second\",\"lag\":0}]");
        assertThat(RESPONSE.validate(text(answer), InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"/api/nodes?colour=red|colour", "/api/nodes?status=up|status",
            "/api/nodes?status=online,up|status", "/api/nodes?client=|client", "/api/nodes?client=Juno,|client",
            "/api/nodes?limit=0|limit", "/api/nodes?limit=1001|limit", "/api/nodes?limit=1&limit=2|limit",
            "/api/nodes?sort=height|sort", "/api/nodes?fields=nodeId,peerId|fields", "/api/nodes?minBlock=1e3|minBlock",
            "/api/nodes?maxLag=-1|maxLag", "/api/nodes?cursor=xyz|cursor", "/api/nodes?q=%C3%28|q",
            "/api/nodes?network|network",
            "/api/nodes/a?fields=lag|fields", "/api/networks?network=SN_MAIN|network", "/api/networks/SN_MAIN?x|x"})
    void whatCannotBeAskedIsRefusedByName(String path, String parameter) throws Exception {
        JsonNode problem = problem(get(path), 400);

        assertThat(problem.get("type").asText()).isEqualTo("urn:starkbeat:problem:refused-parameter");
        assertThat(problem.get("parameter").asText()).isEqualTo(parameter);
        assertThat(problem.get("detail").asText()).contains(parameter);
    }

    @Test
    void aCursorOfAnotherSortIsRefused() throws Exception {
        String next = link(get("/api/nodes?sort=-blockHeight&limit=1"));

        assertThat(problem(get(next.replace("-blockHeight", "blockHeight")), 400).get("parameter").asText())
                .isEqualTo("cursor");
    }

    @Test
    void pagesAreFollowedByTheirLinksWhileNodesChange() throws Exception {
        List<String> seen = new ArrayList<>();
        String query = "/api/nodes?sort=-blockHeight&network=SN_MAIN,SN_SEPOLIA&q=&fields=nodeId,blockHeight&limit=1";

        HttpResponse<byte[]> page = get(query);
        seen.addAll(ids(page));
        assertThat(link(page))
                .startsWith("/api/nodes?sort=-blockHeight&network=SN_MAIN%2CSN_SEPOLIA&q=&fields=nodeId%2C"
                        + "blockHeight&limit=1&cursor=");
        // Behind the first page comes a new one, what was on it goes, and one of those to come moves up before it.
        put(node("new").at("SN_MAIN", 95));
        remove("a");
        put(node("d").at("SN_MAIN", 1000));
        Awaitility.await().untilAsserted(
                () -> assertThat(ids(get("/api/nodes?sort=-blockHeight"))).containsExactly("d", "b", "new", "c", "e"));
        for (String next = link(page); next != null; next = link(page)) {
            page = get(next);
            assertThat(page.statusCode()).isEqualTo(200);
            seen.addAll(ids(page));
        }

        assertThat(seen).containsExactly("a", "b", "new", "c");
    }

    @Test
    void aLinkLeadsToThisHostHoweverThePathWasWritten() throws Exception {
        assertThat(link(get("//api//nodes/?limit=1"))).startsWith("/api/nodes?limit=1&cursor=");
    }

    @Test
    void whoHasItAlreadyIsNotToldAgain() throws Exception {
        for (String path : List.of("/api/nodes", "/api/nodes?status=online&sort=-lag", "/api/nodes/a", "/api/networks",
                "/api/networks/SN_MAIN")) {
            HttpResponse<byte[]> first = get(path);
            String etag = header(first, "etag");
            assertThat(etag).as(path).matches("W/\"[0-9a-f-]+\"");
            assertThat(header(first, "cache-control")).isEqualTo("no-cache");

            HttpResponse<byte[]> again = get(path, "If-None-Match", "\"x\", " + etag);
            assertThat(again.statusCode()).as(path).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(header(again, "etag")).isEqualTo(etag);
            assertThat(header(again, "starkbeat-as-of")).isNotNull();
            assertThat(header(again, "vary")).isEqualTo("Accept, Accept-Encoding");
            assertThat(get(path, "If-None-Match", "*").statusCode()).isEqualTo(304);

            assertThat(get(path, "If-None-Match", "W/\"other\"").statusCode()).isEqualTo(200);
            assertThat(get(path, "If-Modified-Since", "Sun, 01 Nov 2026 12:00:00 GMT").statusCode()).isEqualTo(200);
            assertThat(get(path, "If-Modified-Since", "whenever").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aTagIsOfWhatTheAnswerShows() throws Exception {
        String all = header(get("/api/nodes"), "etag");
        String sepolia = header(get("/api/nodes?network=SN_SEPOLIA"), "etag");
        assertThat(header(get("/api/nodes", "Accept", "text/csv"), "etag")).isNotEqualTo(all);
        assertThat(header(get("/api/nodes?sort=nodeId&q="), "etag")).isEqualTo(all);

        put(node("a").at("SN_MAIN", 101).from("one"));

        Awaitility.await().untilAsserted(() -> assertThat(header(get("/api/nodes"), "etag")).isNotEqualTo(all));
        assertThat(get("/api/nodes?network=SN_SEPOLIA", "If-None-Match", sepolia).statusCode()).isEqualTo(304);
    }

    @Test
    void aTableForSpreadsheetsIsSafe() throws Exception {
        HttpResponse<byte[]> answer = get("/api/nodes?fields=nodeName,blockHeight,cpuUsage&minBlock=97", "Accept",
                "text/csv");

        assertThat(header(answer, "content-type")).isEqualTo("text/csv; charset=utf-8; header=present");
        assertThat(text(answer)).isEqualTo(
                "nodeId,nodeName,cpuUsage,blockHeight\r\na,'=Alpha,12.5,100\r\nb,\"beta, the second\",,97\r\n");
        assertThat(link(get("/api/nodes?limit=2", "Accept", "text/csv"))).contains("limit=2&cursor=");
    }

    @Test
    void linesForProgramsAreItems() throws Exception {
        HttpResponse<byte[]> answer = get("/api/nodes", "Accept", "application/x-ndjson");

        assertThat(header(answer, "content-type")).isEqualTo("application/x-ndjson");
        List<JsonNode> lines = new ArrayList<>();
        for (String line : text(answer).split("\n")) {
            lines.add(RecordMapper.mapper().readTree(line));
        }
        JsonNode list = json(get("/api/nodes"));
        assertThat(lines).hasSize(5);
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i)).isEqualTo(list.get(i));
        }
    }

    @ParameterizedTest
    @CsvSource({"/api/nodes, text/html", "/api/nodes, application/json;q=0", "/api/nodes/a, text/csv",
            "/api/networks, text/csv", "/api/networks/SN_MAIN, application/x-ndjson"})
    void whatCannotBeToldAsAskedIsNotTold(String path, String accept) throws Exception {
        HttpResponse<byte[]> answer = get(path, "Accept", accept);

        assertThat(problem(answer, 406).get("detail").asText()).contains("application/json");
        assertThat(header(answer, "vary")).contains("Accept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?sort=-lag", "?fields=nodeName,lastSeen"})
    void listsAreMadeSmallerForWhoWantsThat(String query) throws Exception {
        for (int i = 0; i < 200; i++) {
            put(node("n" + i).at("SN_MAIN", i));
        }
        for (String accept : List.of("application/json", "text/csv", "application/x-ndjson")) {
            Awaitility.await().untilAsserted(() -> {
                HttpResponse<byte[]> plain = get("/api/nodes" + query, "Accept", accept);
                HttpResponse<byte[]> gzip = get("/api/nodes" + query, "Accept", accept, "Accept-Encoding", "br, gzip");
                assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
                assertThat(header(gzip, "content-encoding")).isEqualTo("gzip");
                assertThat(gzip.body().length).isLessThan(plain.body().length / 2);
                assertThat(unzip(gzip.body())).isEqualTo(plain.body());
                assertThat(header(gzip, "etag")).isEqualTo(header(plain, "etag"));
                HttpResponse<byte[]> again = get("/api/nodes" + query, "Accept", accept, "Accept-Encoding", "gzip",
                        "If-None-Match", header(plain, "etag"));
                assertThat(again.statusCode()).isEqualTo(304);
                assertThat(again.headers().firstValue("content-encoding")).isEmpty();
            });
        }
        assertThat(get("/api/nodes" + query, "Accept-Encoding", "gzip;q=0").headers().firstValue("content-encoding"))
                .isEmpty();
        assertThat(get("/api/nodes?limit=1", "Accept-Encoding", "gzip").headers().firstValue("content-encoding"))
                .isEmpty();
    }

    @Test
    void networksAreTheirNodesCounted() throws Exception {
        String main = """
                {"network": "SN_MAIN", "nodes": 3, "statuses": {"online": 2, "stale": 0, "offline": 1},
                 "clients": {"Juno": 2, "Pathfinder": 1},
                 "versions": [{"client": "Juno", "version": "0.14.2", "nodes": 1},
                              {"client": "Juno", "version": "0.15.0", "nodes": 1},
                              {"client": "Pathfinder", "version": "0.15.0", "nodes": 1}],
                 "capabilities": {"FullNode": 1, "Sequencer": 1}, "countries": {"DE": 1, "FR": 1},
                 "bestBlock": 97, "medianLag": 0, "shareOnBestBlock": 1.0}
                """;
        assertThat(json(get("/api/networks/SN_MAIN"))).isEqualTo(RecordMapper.mapper().readTree(main));

        put(node("f").at("SN_MAIN", 96).from("five"));
        put(node("g").at("SN_MAIN", 90).from("six"));
        put(node("h").with(Field.NETWORK_NAME, "my/net ü").with(Field.VERSION, "1").ended());
        Awaitility.await().untilAsserted(() -> {
            JsonNode all = json(get("/api/networks"));
            assertThat(all).extracting(each -> each.get("network").asText())
                    .containsExactly("SN_MAIN", "SN_SEPOLIA", "my/net ü");
            assertThat(all.get(0).get("medianLag").asInt()).isZero();
            assertThat(all.get(0).get("shareOnBestBlock").asDouble()).isEqualTo(0.5);
            assertThat(all.get(2)).isEqualTo(RecordMapper.mapper().readTree("""
                    {"network": "my/net ü", "nodes": 1, "statuses": {"online": 0, "stale": 0, "offline": 1},
                     "clients": {}, "versions": [{"version": "1", "nodes": 1}], "capabilities": {}, "countries": {}}
                    """));
            assertThat(json(get("/api/networks/my%2Fnet%20%C3%BC"))).isEqualTo(all.get(2));
        });
    }

    @Test
    void aNetworkThatNobodyNamesIsUnknown() throws Exception {
        JsonNode problem = problem(get("/api/networks/sn_main"), 404);

        assertThat(problem.get("type").asText()).isEqualTo("urn:starkbeat:problem:unknown-network");
        assertThat(problem.get("detail").asText()).contains("sn_main");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/nodes", "/api/nodes?limit=2", "/api/nodes/a", "/api/networks",
            "/api/networks/SN_MAIN"})
    void methodsThatReadAreTheOnlyOnes(String path) throws Exception {
        HttpResponse<byte[]> get = get(path);
        HttpResponse<byte[]> head = ask("HEAD", path);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String name : List.of("content-length", "content-type", "etag", "vary", "cache-control")) {
            assertThat(header(head, name)).as(name).isEqualTo(header(get, name));
        }
        assertThat(head.headers().firstValue("link")).isEqualTo(get.headers().firstValue("link"));
        assertThat(ask("OPTIONS", path).statusCode()).isEqualTo(204);
        HttpResponse<byte[]> post = ask("POST", path);
        problem(post, 405);
        assertThat(header(post, "allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/nodes", "/api/nodes?limit=2", "/api/nodes/a", "/api/networks",
            "/api/networks/SN_MAIN"})
    void whileTheStoreIsNotReadyNothingIsTold(String path) throws Exception {
        store.ready = false;

        assertThat(header(get(path), "retry-after")).isEqualTo("1");
        problem(get(path), 503);
    }

    @Test
    void pagesOfOtherOriginsReadWhatTheyMay() throws Exception {
        HttpResponse<byte[]> open = get("/api/nodes", "Origin", "https://any.example");
        assertThat(header(open, "access-control-allow-origin")).isEqualTo("*");
        assertThat(header(open, "access-control-expose-headers")).contains("Link").contains("Starkbeat-As-Of");

        QueryServer choosy = server(CorsOrigins.parse("https://a.example"));
        try {
            String here = "http://127.0.0.1:" + choosy.port() + "/api/nodes";
            HttpResponse<byte[]> listed = send("GET", here, "Origin", "https://a.example");
            assertThat(header(listed, "access-control-allow-origin")).isEqualTo("https://a.example");
            assertThat(String.join(", ", listed.headers().allValues("vary"))).contains("Accept").contains("Origin");
            HttpResponse<byte[]> preflight = send("OPTIONS", here, "Origin", "https://a.example");
            assertThat(header(preflight, "access-control-allow-methods")).isEqualTo("GET, HEAD, OPTIONS");

            for (String method : List.of("GET", "OPTIONS")) {
                HttpResponse<byte[]> other = send(method, here, "Origin", "https://b.example");
                assertThat(other.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
                assertThat(String.join(", ", other.headers().allValues("vary"))).contains("Origin");
            }
        } finally {
            choosy.stop();
        }
    }

    private void put(TestNodes node) {
        NodeState state = node.heard(NOON).state();
        store.states.put(state.nodeId(), state);
        index.changed(state);
    }

    private void remove(String nodeId) {
        store.states.remove(nodeId);
        index.gone(nodeId);
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        return send("GET", "http://127.0.0.1:" + server.port() + path, headers);
    }

    private HttpResponse<byte[]> ask(String method, String path) throws Exception {
        return send(method, "http://127.0.0.1:" + server.port() + path);
    }

    private HttpResponse<byte[]> send(String method, String url, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).method(method, BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(10));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static JsonNode json(HttpResponse<byte[]> answer) throws IOException {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        return RecordMapper.mapper().readTree(answer.body());
    }

    private static JsonNode problem(HttpResponse<byte[]> answer, int status) throws IOException {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(status);
        assertThat(header(answer, "content-type")).isEqualTo("application/problem+json");
        assertThat(header(answer, "cache-control")).isEqualTo("no-store");
        JsonNode problem = RecordMapper.mapper().readTree(answer.body());
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        return problem;
    }

    private static List<String> ids(HttpResponse<byte[]> answer) throws IOException {
        List<String> ids = new ArrayList<>();
        json(answer).forEach(item -> ids.add(item.get("nodeId").asText()));
        return ids;
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse(null);
    }

    /// The path of the next page; null when there is none.
    private static String link(HttpResponse<?> answer) {
        return answer.headers().firstValue("link").map(link -> {
            assertThat(link).matches("</api/nodes\\?[^<>\"]+>; rel=\"next\"");
            return link.substring(1, link.indexOf('>'));
        }).orElse(null);
    }

    private static byte[] unzip(byte[] gzip) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes();
    }

    private static String resource(String path) {
        try (InputStream in = Objects.requireNonNull(QueryApiTest.class.getResourceAsStream(path))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// The store as a map.
    private static final class Store implements NodeStates {
        private final Map<String, NodeState> states = new ConcurrentHashMap<>();
        private volatile boolean ready = true;

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public Optional<NodeState> find(String nodeId) {
            if (!ready) {
                throw new StatesNotReadyException("not yet", null);
            }
            return Optional.ofNullable(states.get(nodeId));
        }

        @Override
        public void forEach(Consumer<NodeState> visitor) {
            states.values().forEach(visitor);
        }
    }
}
