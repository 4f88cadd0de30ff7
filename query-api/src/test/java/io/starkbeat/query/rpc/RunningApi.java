package io.starkbeat.query.rpc;

import static io.starkbeat.query.TestNodes.node;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.starkbeat.query.InMemoryStates;
import io.starkbeat.query.feed.NodeFeed;
import io.starkbeat.query.http.CorsOrigins;
import io.starkbeat.query.http.DescribedApi;
import io.starkbeat.query.http.QueryServer;
import io.starkbeat.query.metrics.FeedMetrics;
import io.starkbeat.query.metrics.QueryMetrics;
import io.starkbeat.query.rejected.RejectedLog;
import io.starkbeat.schemas.field.Field;
import io.vertx.core.Vertx;
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
import java.util.concurrent.TimeUnit;

/// The API over real sockets with five nodes, and a client that holds every answer to the OpenAPI and the OpenRPC documents.
final class RunningApi {
    private static final String PATH = "/node-data-api";

    private final DescribedApi described = new DescribedApi();
    final InMemoryStates states = new InMemoryStates();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Vertx vertx = Vertx.vertx();
    final NodeFeed feed;
    final QueryServer server;

    RunningApi(CorsOrigins cors) throws InterruptedException {
        states.putFive();
        QueryMetrics metrics = new QueryMetrics(meters);
        feed = states.feed(1_000, 20, new FeedMetrics(meters));
        feed.start();
        server = new QueryServer(vertx, states.catalog(metrics, task -> Thread.ofVirtual().start(task)), feed,
                new RejectedLog(), cors,
                metrics);
        server.start("127.0.0.1", 0, "QUERY_PORT");
    }

    RunningApi() throws InterruptedException {
        this(CorsOrigins.ALL);
    }

    void stop() throws Exception {
        client.shutdownNow();
        feed.close();
        server.stop();
        vertx.close().await();
    }

    /// A WebSocket that reads what comes.
    RpcPeer connect() throws Exception {
        RpcPeer peer = new RpcPeer(true);
        client.newWebSocketBuilder().buildAsync(uri("ws", PATH), peer).get(10, TimeUnit.SECONDS);
        return peer;
    }

    /// Many nodes with long names.
    void crowd(int nodes) {
        for (int i = 0; i < nodes; i++) {
            states.put(node("crowd-" + i).at("SN_MAIN", i).with(Field.NAME, i + "n".repeat(240)));
        }
    }

    URI uri(String scheme, String path) {
        return URI.create(scheme + "://127.0.0.1:" + server.port() + path);
    }

    HttpResponse<String> post(String body, String... headers) throws Exception {
        return post(BodyPublishers.ofString(body), headers);
    }

    HttpResponse<String> post(BodyPublisher body, String... headers) throws Exception {
        return send("POST", body, headers.length == 0 ? new String[]{"Content-Type", "application/json"} : headers);
    }

    HttpResponse<String> send(String method, BodyPublisher body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("http", PATH))
                .method(method, body)
                .timeout(Duration.ofSeconds(30));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        described.check(method, PATH, answer, answer.body().getBytes(StandardCharsets.UTF_8));
        return answer;
    }

    /// What a GET answers.
    JsonNode read(String path) throws Exception {
        return RpcContract.json(client.send(HttpRequest.newBuilder(uri("http", path)).build(), BodyHandlers.ofString())
                .body());
    }

    /// The answer to a message, as JSON.
    JsonNode answer(String message) throws Exception {
        HttpResponse<String> answer = post(message);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(answer.headers().firstValue("starkbeat-as-of")).isPresent();
        JsonNode json = RpcContract.json(answer.body());
        RpcContract.check(json);
        return json;
    }

    /// The answer to a call.
    ///
    /// @param params as JSON; empty for none
    JsonNode call(String method, String params) throws Exception {
        JsonNode answer = answer("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\""
                + (params.isEmpty() ? "" : ",\"params\":" + params) + "}");
        RpcContract.check(method, answer);
        return answer;
    }

    JsonNode result(String method, String params) throws Exception {
        JsonNode answer = call(method, params);
        assertThat(answer.has("result")).as(answer.toString()).isTrue();
        return answer.get("result");
    }

    JsonNode error(String method, String params) throws Exception {
        JsonNode answer = call(method, params);
        assertThat(answer.has("error")).as(answer.toString()).isTrue();
        return answer.get("error");
    }

    static List<String> ids(JsonNode nodes) {
        List<String> ids = new ArrayList<>();
        nodes.forEach(item -> ids.add(item.get("nodeId").asText()));
        return ids;
    }
}
