package io.starkbeat.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.RejectedMessage;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /// It never ends, so nobody can be told; but it takes up no memory, and whoever sends it is still vouched for.
    @Test
    void messageThatDoesNotEndIsNotKept() throws Exception {
        String name = uniqueName();
        String chunk = "y".repeat(GatewayUnderTest.MAX_FRAME);
        try (RawNode node = new RawNode(gateway.port(), "/submit")) {
            node.handshake();
            node.send("{\"name\":\"" + name + "\"}").fragment(RawNode.TEXT, "{\"endless\":\"");
            for (int i = 0; i < 256; i++) {
                node.fragment(RawNode.CONTINUATION, chunk);
            }
            node.frame(RawNode.PING, new byte[]{7}).flush();

            // The answer to the ping: all before it was read, and the session lives.
            assertThat(node.read()).returns(RawNode.PONG, RawNode.Frame::opcode);
            assertThat(gateway.metric("unfinished_bytes")).isZero();
            String session = awaitRecords(name, 2).getFirst().key();
            assertThat(topics.rejectedOf(session)).isEmpty();

            node.frame(RawNode.CONTINUATION, new byte[0]).send("{\"cpu\":4}").flush();
            List<SessionEvent> events = events(awaitRecords(name, 3));
            assertThat(((NodeReport) events.get(2)).fields().whole(Field.CPU)).hasValue(4);
            await().untilAsserted(() -> assertThat(topics.rejectedOf(session)).singleElement()
                    .returns(RejectionReason.TOO_LARGE, RejectedMessage::reason)
                    .returns(12L + 256 * GatewayUnderTest.MAX_FRAME, RejectedMessage::size));
        }
    }

    /// A byte at a time, and frames without any between them.
    @Test
    void messageThatDripsIsAMessageOnceItIsThere() throws Exception {
        String name = uniqueName();
        try (RawNode node = new RawNode(gateway.port(), "/submit")) {
            node.handshake();
            node.fragment(RawNode.TEXT, "");
            for (char letter : ("{\"name\":\"" + name + "\"").toCharArray()) {
                node.fragment(RawNode.CONTINUATION, String.valueOf(letter))
                        .fragment(RawNode.CONTINUATION, "")
                        .flush();
            }
            await().untilAsserted(() -> assertThat(gateway.metric("unfinished_bytes")).isPositive());
            node.frame(RawNode.CONTINUATION, "}".getBytes(UTF_8)).send("{\"cpu\":4}").flush();

            List<SessionEvent> events = events(awaitRecords(name, 3));
            assertThat(((NodeReport) events.get(1)).fields().text(Field.NAME)).isEqualTo(name);
            assertThat(((NodeReport) events.get(2)).fields().whole(Field.CPU)).hasValue(4);
            assertThat(gateway.metric("unfinished_bytes")).isZero();
        }
    }

    @Test
    void whatIsUnfinishedWhenItsSocketEndsIsLetGo() throws Exception {
        String name = uniqueName();
        try (RawNode node = new RawNode(gateway.port(), "/submit")) {
            node.handshake();
            node.send("{\"name\":\"" + name + "\"}").fragment(RawNode.TEXT, "{\"cpu\":4").flush();
            await().untilAsserted(() -> assertThat(gateway.metric("unfinished_bytes")).isPositive());
            node.reset();
        }

        await().untilAsserted(() -> assertThat(gateway.metric("unfinished_bytes")).isZero());
        assertThat(events(awaitRecords(name, 3)).getLast()).isInstanceOf(SessionClosed.class);
    }

    /// A message within another, and the rest of one that never began.
    @ParameterizedTest
    @ValueSource(ints = {RawNode.TEXT, RawNode.CONTINUATION})
    void fragmentsThatFitNoMessageEndTheSessionAsTheStandardDemands(int opcode) throws Exception {
        String name = uniqueName();
        try (RawNode node = new RawNode(gateway.port(), "/submit")) {
            node.handshake();
            node.send("{\"name\":\"" + name + "\"}");
            if (opcode == RawNode.TEXT) {
                node.fragment(RawNode.TEXT, "{\"cpu\":");
            }
            node.frame(opcode, "{}".getBytes(UTF_8)).flush();

            assertThat(node.read()).returns(0x8, RawNode.Frame::opcode).returns(1002, RawNode.Frame::closeCode);
        }
        assertThat(events(awaitRecords(name, 3)).getLast()).isInstanceOfSatisfying(SessionClosed.class,
                closed -> assertThat(closed.code()).isEqualTo(1002));
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
