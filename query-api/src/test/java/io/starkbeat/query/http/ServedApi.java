package io.starkbeat.query.http;

import static io.starkbeat.query.TestNodes.node;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.starkbeat.query.InMemoryStates;
import io.starkbeat.query.catalog.NodeCatalog;
import io.starkbeat.query.dashboard.Dashboard;
import io.starkbeat.query.feed.NodeFeed;
import io.starkbeat.query.metrics.FeedMetrics;
import io.starkbeat.query.metrics.QueryMetrics;
import io.starkbeat.query.rejected.RejectedLog;
import io.starkbeat.schemas.codec.RecordMapper;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Route;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The API over states made by hand, on a real socket, and a client whose every answer is held to the OpenAPI document.
final class ServedApi implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final InMemoryStates states = new InMemoryStates();
    private final DescribedApi described = new DescribedApi();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RejectedLog rejected = new RejectedLog();
    private final NodeFeed feed;
    private final QueryMetrics metrics;
    private final NodeCatalog catalog;
    private final QueryServer server;

    /// Five nodes of two networks, each different from the others in something that can be asked for.
    static ServedApi withFiveNodes() {
        return withFiveNodes(CorsOrigins.ALL);
    }

    static ServedApi withFiveNodes(CorsOrigins cors) {
        try {
            ServedApi api = new ServedApi(cors, QueryServer.PATIENCE);
            api.states().putFive();
            return api;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while the server started", e);
        }
    }

    ServedApi() throws InterruptedException {
        this(CorsOrigins.ALL, QueryServer.PATIENCE);
    }

    ServedApi(CorsOrigins cors, Duration patience) throws InterruptedException {
        this(cors, patience, null);
    }

    /// @param other what answers instead of a catalog over the states; null for that
    ServedApi(CorsOrigins cors, Duration patience, @Nullable NodeCatalog other) throws InterruptedException {
        feed = new NodeFeed(states.index()::standings, states::isReady, 100, 1, new FeedMetrics(meters));
        metrics = new QueryMetrics(meters);
        catalog = other == null ? states.catalog() : other;
        server = new QueryServer(vertx, catalog, feed, rejected, cors, metrics);
        server.patience(patience);
        feed.start();
        server.start("127.0.0.1", 0, "QUERY_PORT");
    }

    InMemoryStates states() {
        return states;
    }

    DescribedApi described() {
        return described;
    }

    int port() {
        return server.port();
    }

    /// The paths of all routes, as OpenAPI writes them, but for the dashboard's files, which nobody else asks for.
    Set<String> routes() {
        Set<String> paths = new TreeSet<>();
        for (Route route : new QueryRoutes(catalog, rejected, CorsOrigins.ALL, metrics)
                .router(vertx, feed.lane(Runnable::run))
                .getRoutes()) {
            if (route.getName() != null && !route.getName().startsWith(Dashboard.ASSETS)) {
                paths.add(route.getName().replaceAll(":([a-zA-Z]+)", "{$1}"));
            }
        }
        return paths;
    }

    /// How many requests to a path of the document were answered.
    long answered(String path) {
        return meters.find("starkbeat.query.requests").tag("route", path).timers().stream().mapToLong(Timer::count)
                .sum();
    }

    HttpResponse<byte[]> get(String target, String... headers) throws IOException, InterruptedException {
        return send("GET", target, BodyPublishers.noBody(), headers);
    }

    /// A file of the dashboard, which the document does not describe.
    HttpResponse<byte[]> asset(String path, String... headers) throws IOException, InterruptedException {
        return exchange("GET", path, BodyPublishers.noBody(), headers);
    }

    HttpResponse<byte[]> send(String method, String target, String... headers)
            throws IOException, InterruptedException {
        return send(method, target, BodyPublishers.noBody(), headers);
    }

    HttpResponse<byte[]> send(String method, String target, BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = exchange(method, target, body, headers);
        described.check(method, target, answer, answer.body());
        return answer;
    }

    private HttpResponse<byte[]> exchange(String method, String target, BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + target))
                .method(method, body)
                .timeout(Duration.ofSeconds(10));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    static JsonNode json(HttpResponse<byte[]> answer) throws IOException {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        return RecordMapper.mapper().readTree(answer.body());
    }

    /// Fails unless the answer is a problem of this status.
    static JsonNode problem(HttpResponse<byte[]> answer, int status) throws IOException {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(status);
        assertThat(header(answer, "content-type")).isEqualTo("application/problem+json");
        assertThat(header(answer, "cache-control")).isEqualTo("no-store");
        JsonNode problem = RecordMapper.mapper().readTree(answer.body());
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        return problem;
    }

    static List<String> ids(HttpResponse<byte[]> answer) throws IOException {
        List<String> ids = new ArrayList<>();
        json(answer).forEach(item -> ids.add(item.get("nodeId").asText()));
        return ids;
    }

    static @Nullable String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse(null);
    }

    /// The path of the next page; null when there is none.
    static @Nullable String link(HttpResponse<?> answer) {
        return answer.headers().firstValue("link").map(link -> {
            assertThat(link).matches("</api/nodes\\?[^<>\"]+>; rel=\"next\"");
            return link.substring(1, link.indexOf('>'));
        }).orElse(null);
    }

    @Override
    public void close() {
        client.close();
        feed.close();
        try {
            server.stop();
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the server did not stop", e);
        }
        vertx.close().await();
    }
}
