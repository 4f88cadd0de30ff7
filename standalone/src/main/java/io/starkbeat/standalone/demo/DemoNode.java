package io.starkbeat.standalone.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The socket of one demo node: it connects, tells who it is, then reports blocks and load until the socket ends, and
/// connects again unless it left. On its network's event loop, except for [#isConnected()].
final class DemoNode {
    private static final Logger log = LoggerFactory.getLogger(DemoNode.class);

    /// As a node that lost its telemetry server: soon first, then less often, never all at the same moment.
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration SLOWEST_RETRY = Duration.ofSeconds(10);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    /// What the peer's close frame may take at the end; a process that stops does not wait for it.
    static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private enum State {
        AWAY, CONNECTING, CONNECTED
    }

    private final Vertx vertx;
    private final WebSocketClient client;
    private final DemoConfig config;
    private final SimulatedNode node;
    private final SplittableRandom random;
    private final InstantSource clock;
    private final ReportForm form;
    private volatile State state = State.AWAY;
    private @Nullable WebSocket socket;
    private Duration nextRetry = FIRST_RETRY;

    DemoNode(Vertx vertx, WebSocketClient client, DemoConfig config, SimulatedNode node, SplittableRandom random,
            InstantSource clock) {
        this.vertx = vertx;
        this.client = client;
        this.config = config;
        this.node = node;
        this.random = random;
        this.clock = clock;
        this.form = node.profile().nested() ? ReportForm.NESTED : ReportForm.FLAT;
    }

    boolean isConnected() {
        return state == State.CONNECTED;
    }

    /// The node's process starts again after a leave.
    void comeBack() {
        node.boot(clock.instant());
        join();
    }

    /// Connects and stays so until it leaves.
    void join() {
        if (state == State.AWAY) {
            state = State.CONNECTING;
            connect();
        }
    }

    /// The node's process ends.
    ///
    /// @return completes when the socket is closed, or the gateway has had its time for that
    Future<Void> leave() {
        state = State.AWAY;
        return closeSocket();
    }

    /// The connection is lost, the node's process goes on.
    void reconnect(Duration pause) {
        if (state == State.CONNECTED) {
            nextRetry = pause;
            closeSocket();
        }
    }

    private Future<Void> closeSocket() {
        var closing = socket;
        return closing == null
                ? Future.succeededFuture()
                : closing.close().timeout(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS).otherwiseEmpty();
    }

    private void connect() {
        var gateway = config.gateway();
        client.connect(new WebSocketConnectOptions().setHost(gateway.getHost())
                .setPort(gateway.getPort())
                .setURI(gateway.getPath())
                .setTimeout(CONNECT_LIMIT.toMillis())
                .addHeader("User-Agent",
                        node.profile().client().toLowerCase(Locale.ROOT) + "/" + node.profile().version()))
                .onSuccess(this::connected)
                .onFailure(failure -> {
                    log.debug("demo node {} cannot connect", this, failure);
                    retry();
                });
    }

    private void connected(WebSocket opened) {
        if (state == State.AWAY) {
            opened.close();
            return;
        }
        socket = opened;
        state = State.CONNECTED;
        nextRetry = FIRST_RETRY;
        opened.textMessageHandler(answer -> log.info("demo node {} was told by the gateway: {}", this, answer));
        opened.exceptionHandler(failure -> log.debug("demo node {} lost its connection", this, failure));
        opened.closeHandler(_ -> {
            socket = null;
            if (state == State.CONNECTED) {
                state = State.CONNECTING;
                retry();
            }
        });
        var now = clock.instant();
        send(opened, node.identity(now));
        send(opened, node.network(now));
        send(opened, node.system(now));
        keepReportingBlocks(opened);
        keepReportingLoad(opened);
    }

    private void retry() {
        if (state == State.CONNECTING) {
            var wait = nextRetry.toMillis() / 2 + random.nextLong(nextRetry.toMillis());
            nextRetry = nextRetry.multipliedBy(2).compareTo(SLOWEST_RETRY) < 0
                    ? nextRetry.multipliedBy(2)
                    : SLOWEST_RETRY;
            vertx.setTimer(Math.max(1, wait), _ -> {
                if (state == State.CONNECTING) {
                    connect();
                }
            });
        }
    }

    private void keepReportingBlocks(WebSocket session) {
        at(node.nextNetworkReport(clock.instant()), session, () -> {
            send(session, node.network(clock.instant()));
            keepReportingBlocks(session);
        });
    }

    private void keepReportingLoad(WebSocket session) {
        // Not all nodes at the same moment, and none like clockwork.
        var wait = Math.round(config.liveliness().systemReports().toMillis() * random.nextDouble(0.85, 1.15));
        at(clock.instant().plusMillis(wait), session, () -> {
            send(session, node.system(clock.instant()));
            keepReportingLoad(session);
        });
    }

    private void at(Instant time, WebSocket session, Runnable event) {
        var wait = Duration.between(clock.instant(), time).toMillis();
        vertx.setTimer(Math.max(1, wait), _ -> {
            if (session.equals(socket)) {
                event.run();
            }
        });
    }

    /// A socket that is closing has its close handler called later; what is said meanwhile is lost with it. A gateway that
    /// does not keep up misses reports, as the specification's client has it; nothing piles up here.
    private void send(WebSocket session, Report report) {
        if (!session.isClosed() && !session.writeQueueFull()) {
            session.writeTextMessage(form.write(report))
                    .onFailure(failure -> log.debug("demo node {} could not report", this, failure));
        }
    }

    @Override
    public String toString() {
        return node.profile().name();
    }
}
