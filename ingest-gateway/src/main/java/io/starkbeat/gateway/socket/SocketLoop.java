package io.starkbeat.gateway.socket;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.starkbeat.gateway.session.SessionOrigin;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The gateway's sockets on one event loop, and its share of the listening port: Vert.x hands new connections to the
/// loops in turn.
public final class SocketLoop extends VerticleBase {
    /// The paths on which nodes report: Madara's own, and the root for whoever gives a bare host.
    private static final Set<String> PATHS = Set.of("/submit", "/");

    /// A pass over ten thousand sessions is some tens of microseconds.
    private static final long SWEEP_MILLIS = 1000;

    /// Vert.x lets several servers share a port that the system chooses only where it is asked for by a number below zero.
    private static final int ANY_PORT_SHARED = -1;

    /// Sockets read on at once after a pause, before the budget is looked at again: all at once would fill it in one
    /// breath, and be paused again with what they had already sent in memory.
    private static final int RESUMED_AT_ONCE = 32;

    /// How long the peer may take to answer a close frame. Many never read theirs.
    private static final int CLOSING_SECONDS = 2;

    private final SocketServices services;
    private final String host;
    private final int port;
    private final Set<NodeSocket> sockets = new LinkedHashSet<>();
    private final SequencedSet<NodeSocket> paused = new LinkedHashSet<>();
    private @Nullable HttpServer server;
    private @Nullable Promise<Void> emptied;

    /// @param port 0 for any free one
    public SocketLoop(SocketServices services, String host, int port) {
        this.services = services;
        this.host = host;
        this.port = port;
    }

    @Override
    public Future<?> start() {
        HttpServerOptions options = new HttpServerOptions().setTcpKeepAlive(true)
                .setMaxWebSocketFrameSize(services.maxFrame())
                // Messages are put together here, but Vert.x wants the one limit to hold the other.
                .setMaxWebSocketMessageSize(Math.max(services.maxFrame(), services.maxMessage()))
                // Negotiated compression costs 13 kB a socket at the first message and 100 kB once something was sent.
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setWebSocketClosingTimeout(CLOSING_SECONDS)
                .setHttp2ClearTextEnabled(false);
        HttpServer made = vertx.createHttpServer(options)
                .requestHandler(this::answer)
                .webSocketHandshakeHandler(this::shakeHands)
                .webSocketHandler(this::open);
        server = made;
        Context loop = context;
        services.budget().onRelief(() -> loop.runOnContext(_ -> resumeSome()));
        vertx.setPeriodic(SWEEP_MILLIS, _ -> vouch());
        return made.listen(port == 0 ? ANY_PORT_SHARED : port, host);
    }

    /// The port on which it listens.
    ///
    /// @throws IllegalStateException if it was not started
    public int actualPort() {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server.actualPort();
    }

    private void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain");
        if (PATHS.contains(request.path())) {
            response.setStatusCode(HttpResponseStatus.UPGRADE_REQUIRED.code())
                    .putHeader(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET)
                    .putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE)
                    .end("Nodes report here over WebSocket: connect with ws:// and send JSON objects, one a message.\n");
        } else {
            response.setStatusCode(HttpResponseStatus.NOT_FOUND.code()).end("Nodes report at /submit.\n");
        }
    }

    private void shakeHands(ServerWebSocketHandshake handshake) {
        if (!PATHS.contains(handshake.path())) {
            handshake.reject(HttpResponseStatus.NOT_FOUND.code());
        } else if (!services.accepting().getAsBoolean()) {
            handshake.reject(HttpResponseStatus.SERVICE_UNAVAILABLE.code());
        } else {
            handshake.accept();
        }
    }

    private void open(ServerWebSocket webSocket) {
        NodeSocket socket = new NodeSocket(webSocket, origin(webSocket), services, this);
        sockets.add(socket);
        socket.open();
    }

    private SessionOrigin origin(ServerWebSocket socket) {
        InetAddress address = services.clientAddress()
                .of(address(socket.remoteAddress()), socket.headers().getAll("Forwarded"),
                        socket.headers().getAll("X-Forwarded-For"));
        return new SessionOrigin(services.nodeIp().shown(address), services.addressKey().of(address),
                socket.headers().get(HttpHeaders.USER_AGENT), socket.path());
    }

    private static InetAddress address(SocketAddress remote) {
        // Vert.x gives the host of an accepted connection as a literal; nothing is looked up.
        return InetAddress.ofLiteral(remote.hostAddress());
    }

    private void vouch() {
        Instant now = services.clock().instant();
        for (NodeSocket socket : sockets) {
            socket.vouch(now);
        }
    }

    /// Keeps a socket that was paused, to be resumed in turn.
    void paused(NodeSocket socket) {
        paused.add(socket);
    }

    /// Does something in a task of its own, behind those that wait already.
    void later(Runnable task) {
        context.runOnContext(_ -> task.run());
    }

    /// Forgets a socket that is closed.
    void closed(NodeSocket socket) {
        sockets.remove(socket);
        paused.remove(socket);
        if (emptied != null && sockets.isEmpty()) {
            emptied.tryComplete();
        }
    }

    private void resumeSome() {
        for (int i = 0; i < RESUMED_AT_ONCE && !paused.isEmpty() && !services.budget().isFull(); i++) {
            paused.removeFirst().resume();
        }
        if (!paused.isEmpty() && !services.budget().isFull()) {
            context.runOnContext(_ -> resumeSome());
        }
    }

    /// Ends every session, for the gateway is leaving; may be called from any thread.
    ///
    /// @return when all sockets are closed, or have had time for it
    public Future<Void> sendOff() {
        Promise<Void> gone = Promise.promise();
        context.runOnContext(_ -> {
            emptied = gone;
            List<NodeSocket> leaving = new ArrayList<>(sockets);
            for (NodeSocket socket : leaving) {
                socket.leave(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE, "The gateway is being stopped; connect again.");
            }
            if (sockets.isEmpty()) {
                gone.tryComplete();
            }
            vertx.setTimer(TimeUnit.SECONDS.toMillis(CLOSING_SECONDS) + SWEEP_MILLIS, _ -> gone.tryComplete());
        });
        return gone.future();
    }
}
