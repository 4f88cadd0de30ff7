package io.starkbeat.query.http;

import io.starkbeat.kit.net.Listening;
import io.starkbeat.query.catalog.NodeCatalog;
import io.starkbeat.query.feed.FeedLane;
import io.starkbeat.query.feed.NodeFeed;
import io.starkbeat.query.metrics.QueryMetrics;
import io.starkbeat.query.rejected.RejectedLog;
import io.starkbeat.query.rpc.NodeDataRpc;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The HTTP server of the API: one listening socket, its connections spread over several event loops.
///
/// [#start] and [#stop] block and belong on a thread that may.
public final class QueryServer {
    /// Writing a large list keeps a loop busy for a millisecond or two. Four loops are more than a network card's worth
    /// of lists; fewer where there are fewer processors, but never one alone, so that a large answer delays no small one.
    private static final int MOST_LOOPS = 4;
    private static final int FEWEST_LOOPS = 2;

    /// An answer is written in milliseconds; who reads it more slowly than this has to ask again.
    private static final long FINISH_WITHIN_SECONDS = 3;

    /// A connection is closed when nothing has got across to its client for so long. That is the one limit for all who take
    /// their time: who connects and says nothing, sends a head or a body a byte at a time, does not read an answer on, or
    /// keeps a connection that he does not use. It counts what is written, since one who drips is never silent. Streams and
    /// WebSockets write from time to time and are not ended by it.
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /// The longest first line of a request, in bytes: node ids are short, cursors hold one value, and lists of values have
    /// to fit somewhere.
    static final int MOST_LINE = 8 * 1024;
    /// The largest head of a request, in bytes.
    static final int MOST_HEADERS = 16 * 1024;

    /// How long a peer may take to answer a close frame.
    private static final int CLOSING_SECONDS = 2;

    private final Vertx vertx;
    private final NodeFeed feed;
    private final CorsOrigins cors;
    private final QueryRoutes routes;
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private volatile @Nullable String deployment;
    private volatile boolean leaving;
    private Duration patience = PATIENCE;

    /// @param feed closed by whoever started it, before the server is stopped: else its readers are cut off without a word
    /// @param rejected what nodes sent and was not taken
    /// @param cors pages of which origins may read it
    public QueryServer(Vertx vertx, NodeCatalog catalog, NodeFeed feed, RejectedLog rejected, CorsOrigins cors,
            QueryMetrics metrics) {
        this.vertx = vertx;
        this.feed = feed;
        this.cors = cors;
        this.routes = new QueryRoutes(catalog, rejected, cors, metrics);
    }

    /// Listens; returns when it does.
    ///
    /// @param port     0 for any free one
    /// @param variable the setting that the port comes from
    /// @throws io.starkbeat.kit.StartException if the port or the host cannot be used
    public void start(String host, int port, String variable) throws InterruptedException {
        // All loops share the socket; one whose port the system chooses needs a number by which they find it.
        SocketAddress address = port == 0
                ? SocketAddress.sharedRandomPort(ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE), host)
                : SocketAddress.inetSocketAddress(port, host);
        int loops = Math.clamp(Runtime.getRuntime().availableProcessors(), FEWEST_LOOPS, MOST_LOOPS);
        Future<String> deployed = vertx.deployVerticle(() -> new Loop(address),
                new DeploymentOptions().setInstances(loops));
        deployment = Listening.await(deployed, host, port, variable);
    }

    /// The port that it listens on.
    ///
    /// @throws IllegalStateException before it listens
    public int port() {
        if (servers.isEmpty()) {
            throw new IllegalStateException("the server does not listen yet");
        }
        return servers.getFirst().actualPort();
    }

    /// Goes on answering, and asks each connection that is used to go elsewhere: `Connection: close` ends it in order, where
    /// an end in between could meet a request on its way.
    public void sendElsewhere() {
        leaving = true;
        routes.sockets().takeNoMore();
    }

    /// Waits for clients so long, from the start on; see [#PATIENCE].
    void patience(Duration impatient) {
        patience = impatient;
    }

    private void answer(Router router, HttpServerRequest request) {
        if (leaving) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        router.handle(request);
    }

    /// Finishes the answers that are being written, within seconds, and closes.
    public void stop() throws InterruptedException, ExecutionException, TimeoutException {
        routes.sockets().leave();
        List<Future<Void>> finishing = servers.stream()
                .map(server -> server.shutdown(FINISH_WITHIN_SECONDS, TimeUnit.SECONDS))
                .toList();
        Future<Void> closed = Future.join(finishing).transform(_ -> undeploy());
        closed.toCompletionStage().toCompletableFuture().get(2 * FINISH_WITHIN_SECONDS, TimeUnit.SECONDS);
        servers.clear();
    }

    private Future<Void> undeploy() {
        String deployed = deployment;
        deployment = null;
        return deployed == null ? Future.succeededFuture() : vertx.undeploy(deployed);
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setMaxInitialLineLength(MOST_LINE)
                .setMaxHeaderSize(MOST_HEADERS)
                .setWriteIdleTimeout((int) patience.toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxWebSocketFrameSize(NodeDataRpc.LONGEST_MESSAGE)
                .setMaxWebSocketMessageSize(NodeDataRpc.LONGEST_MESSAGE)
                // Negotiated compression costs 100 kB a WebSocket once something was sent; and to negotiate it, Netty remembers
                // 128 requests of a connection at most and throws for each one more, of those that are sent without waiting for
                // answers.
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setWebSocketClosingTimeout(CLOSING_SECONDS)
                // HTTP/2 over plain text would let one connection ask for a hundred lists at once; proxies speak 1.1.
                .setHttp2ClearTextEnabled(false);
    }

    /// One event loop's share of the server.
    private final class Loop extends VerticleBase {
        private final SocketAddress address;

        Loop(SocketAddress address) {
            this.address = address;
        }

        @Override
        public Future<?> start() {
            // What is run on the verticle's context runs on the loop that serves its connections.
            FeedLane lane = feed.lane(task -> context.runOnContext(_ -> task.run()));
            // The first loop loads the classes of all routes: seconds, on a busy machine.
            return vertx.executeBlocking(() -> server(lane), false)
                    .compose(server -> Objects.requireNonNull(server, "made above").listen(address))
                    .onSuccess(servers::add);
        }

        private HttpServer server(FeedLane lane) {
            Router router = routes.router(vertx, lane);
            WebSocketDoor door = new WebSocketDoor(routes.sockets(), cors, lane);
            return vertx.createHttpServer(options())
                    .invalidRequestHandler(routes::refuseMalformed)
                    .requestHandler(request -> {
                        if (WebSocketDoor.isFor(request)) {
                            door.answer(request, vertx);
                        } else {
                            answer(router, request);
                        }
                    });
        }
    }
}
