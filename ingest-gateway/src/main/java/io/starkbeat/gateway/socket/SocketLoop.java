package io.starkbeat.gateway.socket;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
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
import io.vertx.core.internal.http.WebSocketInternal;
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
        HttpServer made = vertx.createHttpServer(options).requestHandler(this::answer);
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
        if (!PATHS.contains(request.path())) {
            text(request, HttpResponseStatus.NOT_FOUND).end("Nodes report at /submit.\n");
        } else if (!request.headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true)) {
            text(request, HttpResponseStatus.UPGRADE_REQUIRED).putHeader(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET)
                    .putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE)
                    .end("Nodes report here over WebSocket: connect with ws:// and send JSON objects, one a message.\n");
        } else {
            switch (services.door().answer(request)) {
                case Door.Answer.Welcome welcome -> shakeHands(request, welcome);
                case Door.Answer.Refusal refusal -> refuse(request, refusal);
            }
        }
    }

    private static HttpServerResponse text(HttpServerRequest request, HttpResponseStatus status) {
        return request.response().setStatusCode(status.code()).putHeader(HttpHeaders.CONTENT_TYPE, "text/plain");
    }

    private static void refuse(HttpServerRequest request, Door.Answer.Refusal refusal) {
        HttpServerResponse response = text(request, refusal.status());
        if (refusal.retryAfter() != null) {
            response.putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(refusal.retryAfter().toSeconds()));
        }
        // Whoever is refused has no use for the connection, and it would be one that nobody counts.
        response.end(refusal.text() + "\n").onComplete(_ -> request.connection().close());
    }

    /// Whichever way it ends, the slot is given back: the connection is lost before it is a socket, the handshake is none,
    /// or the socket's channel closes.
    private void shakeHands(HttpServerRequest request, Door.Answer.Welcome welcome) {
        request.connection().closeHandler(_ -> welcome.slot().giveBack());
        request.toWebSocket().onFailure(_ -> welcome.slot().giveBack()).onSuccess(webSocket -> {
            ((WebSocketInternal) webSocket).channelHandlerContext()
                    .channel()
                    .closeFuture()
                    .addListener(_ -> welcome.slot().giveBack());
            open(webSocket, welcome);
        });
    }

    private void open(ServerWebSocket webSocket, Door.Answer.Welcome welcome) {
        NodeSocket socket = new NodeSocket(webSocket, welcome.origin(), welcome.claims(), services, this);
        sockets.add(socket);
        socket.open();
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
