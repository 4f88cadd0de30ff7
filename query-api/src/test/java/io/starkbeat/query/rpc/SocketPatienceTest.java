package io.starkbeat.query.rpc;

import static io.starkbeat.query.TestNodes.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.starkbeat.query.InMemoryStates;
import io.starkbeat.query.feed.FeedLane;
import io.starkbeat.query.feed.NodeFeed;
import io.starkbeat.query.metrics.FeedMetrics;
import io.starkbeat.query.metrics.QueryMetrics;
import io.starkbeat.schemas.field.Field;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Peers that are there, that are gone without a word, and that do not read.
class SocketPatienceTest {
    private static final SocketPatience LITTLE = new SocketPatience(Duration.ofMillis(50), Duration.ofMillis(500),
            Duration.ofMillis(700));
    private static final String NODES = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"nodeData_getNodes\"}";

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final InMemoryStates states = new InMemoryStates();
    private NodeFeed feed;
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        QueryMetrics metrics = new QueryMetrics(meters);
        NodeDataRpc rpc = new NodeDataRpc(states.catalog(metrics, task -> Thread.ofVirtual().start(task)),
                metrics.rpc());
        RpcSockets sockets = new RpcSockets(rpc, metrics.rpc(), LITTLE);
        feed = states.feed(100, 10, new FeedMetrics(meters));
        server = vertx.createHttpServer().requestHandler(request -> {
            Context loop = vertx.getOrCreateContext();
            FeedLane lane = feed.lane(task -> loop.runOnContext(_ -> task.run()));
            request.toWebSocket().onSuccess(socket -> sockets.open(socket, vertx, loop, lane));
        });
        server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() {
        feed.close();
        vertx.close().await();
    }

    @Test
    void whoAnswersStays() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        try {
            RpcPeer peer = new RpcPeer(true);
            client.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + server.actualPort() + "/node-data-api"), peer)
                    .get(10, TimeUnit.SECONDS);
            Awaitility.await().until(() -> sockets() == 1);
            Awaitility.await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(4))
                    .until(() -> sockets() == 1);
            peer.send(NODES);
            assertThat(peer.next()).contains("\"nodes\":[]");
        } finally {
            client.shutdownNow();
        }
    }

    @Test
    void whoIsGoneIsEnded() throws Exception {
        try (Socket silent = RpcPeer.raw(server.actualPort(), 64)) {
            byte[] pings = silent.getInputStream().readAllBytes();
            assertThat(pings.length).isBetween(4, 60);
            assertThat(pings).startsWith(0x89, 0, 0x89, 0);
        }
        Awaitility.await().until(() -> sockets() == 0);
    }

    @Test
    void whoDoesNotReadIsEndedThoughHeSends() throws Exception {
        for (int i = 0; i < 20_000; i++) {
            states.put(node("crowd-" + i).with(Field.NAME, i + "n".repeat(240)));
        }
        try (Socket stuck = RpcPeer.raw(server.actualPort(), 4)) {
            for (int i = 0; i < 3; i++) {
                stuck.getOutputStream().write(RpcPeer.frame(NODES));
            }
            Awaitility.await().until(() -> meters.find("starkbeat.query.rpc.calls").timer() != null);
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> sockets() == 0);
        }
    }

    private double sockets() {
        return meters.get("starkbeat.query.rpc.sockets").gauge().value();
    }
}
