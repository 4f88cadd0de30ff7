package io.starkbeat.query.dashboard;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.starkbeat.query.InMemoryStates;
import io.starkbeat.query.feed.NodeFeed;
import io.starkbeat.query.http.CorsOrigins;
import io.starkbeat.query.http.QueryServer;
import io.starkbeat.query.metrics.FeedMetrics;
import io.starkbeat.query.metrics.QueryMetrics;
import io.starkbeat.query.rejected.RejectedLog;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.progress.PipelineProgress;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The service's own server over a painted network: what the page talks to in its tests, and while one works on it (`main`).
final class ServedDashboard implements AutoCloseable {
    private static final long TURN_MILLIS = 20;

    final InMemoryStates states = new InMemoryStates();
    final RejectedLog rejected = new RejectedLog();
    final PaintedNetwork network;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Vertx vertx = Vertx.vertx();
    private final NodeFeed feed;
    private final QueryServer server;
    private final ScheduledExecutorService turning = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("painted-network").unstarted(task));

    /// @param port 0 for any free one
    ServedDashboard(PaintedNetwork network, int port) throws InterruptedException {
        this.network = network;
        QueryMetrics metrics = new QueryMetrics(meters);
        // Time stands still in the pipeline, so that nobody goes stale for want of words.
        Instant now = Instant.now();
        states.clock().expect(1);
        states.clock().advance(new PipelineProgress(0, now, 0, "painted", null, null));
        network.nodes().forEach(node -> states.put(node.state(now)));
        feed = states.feed(50_000, 20, new FeedMetrics(meters));
        feed.start();
        server = new QueryServer(vertx, states.catalog(metrics, task -> Thread.ofVirtual().start(task)), feed, rejected,
                CorsOrigins.ALL, metrics);
        server.start("127.0.0.1", port, "QUERY_PORT");
    }

    /// Has time pass for the network.
    void turn() {
        turning.scheduleAtFixedRate(() -> network.turn(Instant.now(), this::put), 0, TURN_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private void put(NodeState state) {
        states.put(state);
    }

    int port() {
        return server.port();
    }

    String address() {
        return "http://127.0.0.1:" + port() + "/";
    }

    @Override
    public void close() {
        turning.shutdownNow();
        feed.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new AssertionError("the server did not stop", e);
        }
        vertx.close().await();
    }

    /// Serves a network to look at: port, and how many nodes.
    public static void main(String[] args) throws InterruptedException {
        ServedDashboard served = new ServedDashboard(
                new PaintedNetwork(Integer.parseInt(args[1]),
                        Duration.ofSeconds(args.length > 2 ? Long.parseLong(args[2]) : 6),
                        7, Instant.now()),
                Integer.parseInt(args[0]));
        served.turn();
        System.out.println(served.address());
        Thread.currentThread().join();
    }
}
