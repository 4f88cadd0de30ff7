package io.starkbeat.standalone;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A node's socket, as a test holds it.
final class Node implements AutoCloseable {
    private final WebSocket socket;
    private final List<String> answers = new CopyOnWriteArrayList<>();

    private Node(WebSocket socket) {
        this.socket = socket;
        socket.textMessageHandler(answers::add);
    }

    static Node connect(Vertx vertx, int gatewayPort) {
        return new Node(vertx.createWebSocketClient()
                .connect(new WebSocketConnectOptions().setHost("127.0.0.1").setPort(gatewayPort).setURI("/submit"))
                .await());
    }

    Node say(String message) {
        socket.writeTextMessage(message).await();
        return this;
    }

    Node say(List<String> messages) {
        messages.forEach(this::say);
        return this;
    }

    /// What the gateway answered so far.
    List<String> answers() {
        return List.copyOf(answers);
    }

    boolean isClosed() {
        return socket.isClosed();
    }

    @Override
    public void close() {
        socket.close().await();
    }
}
