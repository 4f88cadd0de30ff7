package io.starkbeat.query.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.starkbeat.query.http.CorsOrigins;
import java.io.IOException;
import java.net.Socket;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// JSON-RPC 2.0 over a WebSocket.
class RpcSocketTest extends ApiTest {
    private static final String NODES = "{\"jsonrpc\":\"2.0\",\"id\":\"nodes\",\"method\":\"nodeData_getNodes\"}";

    @Test
    void answersAreThoseOfPost() throws Exception {
        RpcPeer peer = connect();
        for (String message : List.of(VERSION, NODES, "[" + VERSION + "," + NODES + "]", "nonsense", "[]", "{}",
                NODES.replace("getNodes", "getNothing"), "\u00e9")) {
            peer.send(message);
            assertThat(peer.next()).isEqualTo(api.post(message).body());
        }
    }

    @Test
    void whoWantsNoAnswerGetsNone() throws Exception {
        RpcPeer peer = connect();
        peer.send(NOTIFICATION);
        peer.send("[" + NOTIFICATION + "," + NOTIFICATION + "]");
        peer.send(VERSION);

        assertThat(peer.next()).isEqualTo(ANSWER);
        assertThat(peer.messages).isEmpty();
    }

    @Test
    void messagesMayComeInFragmentsAndAsBytes() throws Exception {
        RpcPeer peer = connect();
        peer.socket.sendText(VERSION.substring(0, 10), false).get();
        peer.socket.sendPing(ByteBuffer.wrap(new byte[]{1})).get();
        peer.socket.sendText("", false).get();
        peer.socket.sendText(VERSION.substring(10), true).get();
        assertThat(peer.next()).isEqualTo(ANSWER);

        peer.socket.sendBinary(ByteBuffer.wrap(VERSION.getBytes(StandardCharsets.UTF_8)), true).get();
        assertThat(peer.next()).isEqualTo(ANSWER);
    }

    @Test
    void largeAnswersComeWhole() throws Exception {
        api.crowd(2_000);
        JsonNode expected = RpcContract.json(api.post(NODES).body());
        RpcPeer peer = connect();
        for (int i = 0; i < 5; i++) {
            peer.send(NODES);
            peer.send(VERSION);
        }

        List<String> small = new ArrayList<>();
        List<JsonNode> large = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String message = peer.next();
            if (message.equals(ANSWER)) {
                small.add(message);
            } else {
                large.add(RpcContract.json(message));
            }
        }
        assertThat(small).hasSize(5);
        assertThat(large).hasSize(5).allSatisfy(answer -> assertThat(answer).isEqualTo(expected));
        assertThat(peer.fragments).isGreaterThan(50);
    }

    /// What a socket asks for and does not read costs a few answers, not all of them.
    @Test
    void whoDoesNotReadIsNotReadFrom() throws Exception {
        api.crowd(5_000);
        RpcPeer peer = new RpcPeer(false);
        api.client.newWebSocketBuilder().buildAsync(api.uri("ws", "/node-data-api"), peer).get(10, TimeUnit.SECONDS);
        int asked = 200;
        for (int i = 0; i < asked; i++) {
            peer.send(NODES);
        }

        Awaitility.await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(20))
                .until(this::answered, answered -> answered > 0 && answered < 20);

        peer.socket.request(Long.MAX_VALUE);
        for (int i = 0; i < asked; i++) {
            assertThat(peer.next()).startsWith("{\"jsonrpc\":\"2.0\",\"id\":\"nodes\",\"result\":").endsWith("]}}");
        }
        assertThat(answered()).isEqualTo(asked);
    }

    private long answered() {
        return api.meters.find("starkbeat.query.rpc.calls").tag("method", "nodeData_getNodes").timers().stream()
                .mapToLong(timer -> timer.count()).sum();
    }

    @Test
    void aMessageHasAnEnd() throws Exception {
        String longest = VERSION + " ".repeat(64 * 1024 - VERSION.length());
        RpcPeer peer = connect();
        peer.send(longest);
        assertThat(peer.next()).isEqualTo(ANSWER);

        peer.send(longest + " ");
        assertThat(peer.closed.get(10, TimeUnit.SECONDS)).startsWith("1009 ").contains("65536");

        RpcPeer dripping = connect();
        dripping.socket.sendText(longest, false).get();
        dripping.socket.sendText(" ", false).get();
        assertThat(dripping.closed.get(10, TimeUnit.SECONDS)).startsWith("1009 ");
    }

    /// No library makes such a frame: by hand.
    @Test
    void aGiantFrameEndsTheSocket() throws Exception {
        try (Socket raw = RpcPeer.raw(api.server.port(), 1)) {
            // Final, text, masked, its length in eight bytes: two gigabytes.
            raw.getOutputStream()
                    .write(new byte[]{(byte) 0x81, (byte) 0xff, 0, 0, 0, 0, (byte) 0x80, 0, 0, 0, 1, 2, 3, 4});

            byte[] frame = raw.getInputStream().readAllBytes();
            assertThat(frame[0]).isEqualTo((byte) 0x88);
            assertThat(ByteBuffer.wrap(frame, 2, 2).getShort()).isEqualTo((short) 1009);
        }
    }

    @Test
    void whatIsNoHandshakeIsToldSo() throws Exception {
        String key = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
        String upgrade = "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n";
        assertThat(shakeHands("GET", upgrade + "Sec-WebSocket-Version: 13\r\n"))
                .startsWith("HTTP/1.1 400 ").contains("application/problem+json", "Sec-WebSocket-Key");
        assertThat(shakeHands("GET", upgrade + key)).startsWith("HTTP/1.1 426 ");
        assertThat(shakeHands("GET", upgrade + key + "Sec-WebSocket-Version: 7\r\n"))
                .startsWith("HTTP/1.1 426 ").containsIgnoringCase("sec-websocket-version: 13");
        // No handshakes at all.
        assertThat(shakeHands("GET", "Upgrade: websocket\r\nConnection: close\r\n")).startsWith("HTTP/1.1 405 ");
        assertThat(shakeHands("POST", "Upgrade: websocket\r\nConnection: close\r\n"))
                .startsWith("HTTP/1.1 415 ");
    }

    private String shakeHands(String method, String headers) throws IOException {
        try (Socket raw = new Socket("127.0.0.1", api.server.port())) {
            raw.setSoTimeout(10_000);
            raw.getOutputStream().write((method + " /node-data-api HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return new String(raw.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void whenTheServiceStopsTheSocketIsToldSo() throws Exception {
        RpcPeer peer = connect();
        Awaitility.await().untilAsserted(() -> assertThat(sockets()).isEqualTo(1));
        api.server.sendElsewhere();
        peer.send(VERSION);
        assertThat(peer.next()).isEqualTo(ANSWER);
        assertThatThrownBy(this::connect).cause()
                .isInstanceOfSatisfying(WebSocketHandshakeException.class,
                        refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(503));

        api.server.stop();
        assertThat(peer.closed.get(10, TimeUnit.SECONDS)).startsWith("1001 ").contains("connect again");
        Awaitility.await().untilAsserted(() -> assertThat(sockets()).isZero());
    }

    @Test
    void aSocketThatLeavesIsForgotten() throws Exception {
        RpcPeer peer = connect();
        RpcPeer other = connect();
        Awaitility.await().untilAsserted(() -> assertThat(sockets()).isEqualTo(2));
        peer.socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
        other.socket.abort();

        Awaitility.await().untilAsserted(() -> assertThat(sockets()).isZero());
    }

    private double sockets() {
        return api.meters.get("starkbeat.query.rpc.sockets").gauge().value();
    }

    @Test
    void onlyPagesThatMayOpenOne() throws Exception {
        RunningApi choosy = new RunningApi(CorsOrigins.parse("https://a.example"));
        try {
            String here = "http://127.0.0.1:" + choosy.server.port();
            for (String origin : List.of("https://a.example", here)) {
                RpcPeer peer = new RpcPeer(true);
                choosy.client.newWebSocketBuilder().header("Origin", origin)
                        .buildAsync(choosy.uri("ws", "/node-data-api"), peer).get(10, TimeUnit.SECONDS);
                peer.send(VERSION);
                assertThat(peer.next()).isEqualTo(ANSWER);
            }
            for (String origin : List.of("https://b.example", here + "0", "null", here + ".example")) {
                assertThatThrownBy(() -> choosy.client.newWebSocketBuilder().header("Origin", origin)
                        .buildAsync(choosy.uri("ws", "/node-data-api"), new RpcPeer(true)).get(10, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOfSatisfying(WebSocketHandshakeException.class,
                                refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(403));
            }
        } finally {
            choosy.stop();
        }
    }

    private RpcPeer connect() throws Exception {
        return api.connect();
    }
}
