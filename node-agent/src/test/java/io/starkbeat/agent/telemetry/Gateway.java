package io.starkbeat.agent.telemetry;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/// A telemetry server of a test: keeps what each connection said, and does to it what the test wants.
final class Gateway implements AutoCloseable {
    /// One connection.
    static final class Session {
        final ServerWebSocket socket;
        final List<JsonObject> messages = new CopyOnWriteArrayList<>();
        final List<Short> closeCodes = new CopyOnWriteArrayList<>();

        private Session(ServerWebSocket socket) {
            this.socket = socket;
        }

        List<String> kinds() {
            return payloads().stream().map(each -> each.getString("msg")).toList();
        }

        List<JsonObject> payloads() {
            return messages.stream().map(each -> each.getJsonObject("payload")).toList();
        }
    }

    static final String FILLING = "filling";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setBlockedThreadCheckInterval(600_000));
    private final List<Session> sessions = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    private Gateway(int port, HttpServerOptions options, Consumer<Session> onOpen) {
        server = vertx.createHttpServer(options.setHost("127.0.0.1").setPort(port)).webSocketHandler(socket -> {
            var session = new Session(socket);
            socket.textMessageHandler(text -> {
                var message = new JsonObject(text);
                // What only makes messages long need not be kept.
                message.getJsonObject("payload").remove(FILLING);
                session.messages.add(message);
            });
            socket.closeHandler(_ -> {
                if (socket.closeStatusCode() != null) {
                    session.closeCodes.add(socket.closeStatusCode());
                }
            });
            onOpen.accept(session);
            sessions.add(session);
        });
        server.listen().await();
    }

    static Gateway open() {
        return new Gateway(0, new HttpServerOptions(), _ -> {});
    }

    static Gateway open(int port) {
        return new Gateway(port, new HttpServerOptions(), _ -> {});
    }

    static Gateway open(Consumer<Session> onOpen) {
        return new Gateway(0, new HttpServerOptions(), onOpen);
    }

    /// One that reads nothing that comes, until the latch is opened: its only thread is held.
    static Gateway stalled(CountDownLatch until) {
        return new Gateway(0, new HttpServerOptions(), _ -> {
            // Afterwards, so that the handshake is answered.
            Vertx.currentContext().runOnContext(_ -> {
                try {
                    until.await();
                } catch (InterruptedException told) {
                    Thread.currentThread().interrupt();
                }
            });
        });
    }

    int port() {
        return server.actualPort();
    }

    TelemetryEndpoint endpoint(int verbosity) {
        return TelemetryEndpoint.of("ws://127.0.0.1:" + port() + "/submit", verbosity);
    }

    List<Session> sessions() {
        return sessions;
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
