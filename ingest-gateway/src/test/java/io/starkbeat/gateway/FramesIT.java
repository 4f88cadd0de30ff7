package io.starkbeat.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.RejectionReason;
import io.starkbeat.schemas.session.SessionClosed;
import io.starkbeat.schemas.session.SessionEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Messages in one frame and in several, and those that are too long.
class FramesIT extends GatewayTestbed {
    @Test
    void fragmentsAndBinaryFramesAreMessages() throws Exception {
        String name = uniqueName();
        WebSocket socket = connect();
        byte[] umlaut = ("{\"name\":\"" + name + "ü\"}").getBytes(UTF_8);
        // Cut in the middle of a character, with a ping in between.
        socket.writeFrame(WebSocketFrame.textFrame("{\"memory\":", false));
        socket.writeFrame(WebSocketFrame.pingFrame(Buffer.buffer("p")));
        socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("1}"), true));
        socket.writeFrame(WebSocketFrame.binaryFrame(Buffer.buffer(umlaut).slice(0, umlaut.length - 3), false));
        socket.writeFrame(
                WebSocketFrame.continuationFrame(Buffer.buffer(umlaut).slice(umlaut.length - 3, umlaut.length),
                        true));
        socket.writeBinaryMessage(Buffer.buffer("{\"cpu\":4}"));

        List<SessionEvent> events = events(awaitRecords(name, 4));
        assertThat(((NodeReport) events.get(2)).fields().text(Field.NAME)).isEqualTo(name + "ü");
        assertThat(((NodeReport) events.get(3)).fields().whole(Field.CPU)).hasValue(4);
        socket.close();
    }

    @Test
    void fragmentedMessageThatIsTooLongIsRejectedAndTheSessionLives() throws Exception {
        String name = uniqueName();
        WebSocket socket = connect();
        socket.writeTextMessage("{\"name\":\"" + name + "\"}");
        socket.writeFrame(WebSocketFrame.textFrame("{\"too long " + name + "\":\"", false));
        for (int i = 0; i < 5; i++) {
            socket.writeFrame(
                    WebSocketFrame.continuationFrame(Buffer.buffer("x".repeat(GatewayUnderTest.MAX_FRAME)), false));
        }
        socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("\"}"), true));
        socket.writeTextMessage("{\"cpu\":4}");

        List<SessionEvent> events = events(awaitRecords(name, 3));
        assertThat(((NodeReport) events.get(2)).fields().whole(Field.CPU)).hasValue(4);
        await().untilAsserted(() -> assertThat(topics.rejectedWithBody("too long " + name)).singleElement()
                .satisfies(rejected -> {
                    assertThat(rejected.reason()).isEqualTo(RejectionReason.TOO_LARGE);
                    assertThat(rejected.size()).isGreaterThan(5L * GatewayUnderTest.MAX_FRAME);
                }));
        socket.close();
    }

    /// The peer is still sending when it is sent off, and has to be able to read the reason all the same.
    @Test
    void frameThatIsTooLongEndsTheSessionWithItsCode() throws Exception {
        String name = uniqueName();
        try (RawNode node = new RawNode(gateway.port(), "/")) {
            assertThat(node.handshake()).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("permessage-deflate");
            node.send("{\"name\":\"" + name + "\"}").header(RawNode.TEXT, 4 << 20);
            for (int i = 0; i < 64; i++) {
                node.write(new byte[1 << 16]);
            }
            node.flush();

            assertThat(new String(node.read().payload(), UTF_8)).contains("too_large");
            assertThat(node.read()).returns(0x8, RawNode.Frame::opcode).returns(1009, RawNode.Frame::closeCode);
            assertThat(node.isAtEnd()).isTrue();
        }
        assertThat(events(awaitRecords(name, 3)).getLast()).isInstanceOfSatisfying(SessionClosed.class,
                closed -> assertThat(closed.code()).isEqualTo(1009));
    }

    @Test
    void libraryClientSeesTheCodeOfAFrameThatIsTooLong() throws Exception {
        CompletableFuture<Short> code = new CompletableFuture<>();
        WebSocket socket = connect();
        socket.closeHandler(_ -> code.complete(socket.closeStatusCode()));
        socket.writeFrame(WebSocketFrame.textFrame("x".repeat(1 << 20), true));

        assertThat(code.get(10, TimeUnit.SECONDS)).isEqualTo((short) 1009);
    }
}
