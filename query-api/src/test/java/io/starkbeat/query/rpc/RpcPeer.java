package io.starkbeat.query.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The other end of a WebSocket.
final class RpcPeer implements WebSocket.Listener {
    private final boolean reads;
    final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    final CompletableFuture<String> closed = new CompletableFuture<>();
    private final StringBuilder message = new StringBuilder();
    volatile WebSocket socket;
    volatile int fragments;
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

    RpcPeer(boolean reads) {
        this.reads = reads;
    }

    /// A WebSocket on which nothing is done by itself.
    ///
    /// @param window what it takes in before it reads, in KiB
    static Socket raw(int port, int window) throws IOException {
        Socket raw = new Socket();
        raw.setReceiveBufferSize(window * 1024);
        raw.setSoTimeout(10_000);
        raw.connect(new InetSocketAddress("127.0.0.1", port));
        raw.getOutputStream().write(("GET /node-data-api HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) raw.getInputStream().read());
        }
        assertThat(head).startsWith("HTTP/1.1 101 ");
        return raw;
    }

    /// A text of less than 126 bytes as a frame of a client.
    static byte[] frame(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[payload.length + 6];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | payload.length);
        System.arraycopy(payload, 0, frame, 6, payload.length);
        return frame;
    }

    synchronized void send(String text) {
        sent = sent.thenCompose(_ -> socket.sendText(text, true));
    }

    String next() throws InterruptedException {
        String next = messages.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("a message").isNotNull();
        return next;
    }

    /// The next message, as JSON.
    JsonNode json() throws InterruptedException {
        return RpcContract.json(next());
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        if (reads) {
            opened.request(Long.MAX_VALUE);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        fragments++;
        message.append(data);
        if (last) {
            messages.add(message.toString());
            message.setLength(0);
        }
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
        closed.complete(statusCode + " " + reason);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete("1006 ");
    }
}
