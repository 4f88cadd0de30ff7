package io.starkbeat.standalone;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A node's socket, as a test holds it.
final class Node implements AutoCloseable {
    /// Vert.x closes a client that nobody refers to any more, and its socket with it.
    private final WebSocketClient client;
    private final WebSocket socket;
    private final List<String> answers = new CopyOnWriteArrayList<>();

    private Node(WebSocketClient client, WebSocket socket) {
        this.client = client;
        this.socket = socket;
        socket.textMessageHandler(answers::add);
    }

    static Node connect(Vertx vertx, int gatewayPort) {
        var client = vertx.createWebSocketClient();
        return new Node(client, client
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
        client.close().await();
    }
}
