package io.starkbeat.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.RejectedMessage;
import io.starkbeat.schemas.session.RejectionReason;
import io.starkbeat.schemas.session.SessionEvent;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a sender can do wrong, over a real socket: each time it is on record, the next message counts, and every message is
/// accounted for.
class BadInputIT extends GatewayTestbed {
    /// Of a frame's first byte: what permessage-deflate marks its messages with (RFC 7692).
    private static final int RSV1 = 0x40;

    @ParameterizedTest
    @CsvSource({"deep, TOO_DEEP", "array of 101, TOO_MANY_REPORTS", "NaN, NOT_JSON", "truncated, NOT_JSON",
            "long number, FIELD_UNFIT", "invalid UTF-8 in text, NOT_UTF8", "invalid UTF-8 in binary, NOT_UTF8",
            "empty, EMPTY", "empty in binary, EMPTY"})
    void isRejectedAndTheSessionLives(String what, RejectionReason reason) throws Exception {
        String name = uniqueName();
        try (RawNode node = new RawNode(gateway.port(), "/submit")) {
            node.handshake();
            node.send("{\"name\":\"" + name + "\"}");
            node.frame(what.endsWith("binary") ? RawNode.BINARY : RawNode.TEXT, bad(what)).flush();
            node.send("{\"cpu\":4}").flush();

            await().untilAsserted(() -> assertThat(events(topics.ofSocketThatSaid(name))).last()
                    .isInstanceOfSatisfying(NodeReport.class,
                            report -> assertThat(report.fields().whole(Field.CPU)).hasValue(4)));
            String session = topics.ofSocketThatSaid(name).getFirst().key();
            await().untilAsserted(() -> assertThat(topics.rejectedOf(session)).extracting(RejectedMessage::reason)
                    .containsExactly(reason));
        }
        await().untilAsserted(() -> assertThat(gateway.metric("messages_received_total"))
                .isEqualTo(gateway.metric("messages_accepted_total") + gateway.metric("messages_rejected_total"))
                .isPositive());
    }

    private static byte[] bad(String what) {
        return switch (what) {
            case "deep" -> ("{\"a\":" + "[".repeat(10_000)).getBytes(UTF_8);
            case "array of 101" -> ("[" + "{},".repeat(100) + "{}]").getBytes(UTF_8);
            case "NaN" -> "{\"cpu_usage\":NaN}".getBytes(UTF_8);
            case "truncated" -> "{\"name\":\"x".getBytes(UTF_8);
            case "long number" -> ("{\"cpu_usage\":" + "9".repeat(10_000) + "}").getBytes(UTF_8);
            case "empty", "empty in binary" -> new byte[0];
            default -> new byte[]{'{', '"', (byte) 0xFF, '"', ':', '1', '}'};
        };
    }

    /// Compression was not agreed upon, though it was asked for, so a frame that claims it violates the protocol (RFC 6455,
    /// 5.2), and nobody finds out that 8 KiB of it would become 8 MiB.
    @Test
    void compressedBombEndsTheSessionAsTheStandardDemandsAndIsNotUnpacked() throws Exception {
        try (RawNode node = new RawNode(gateway.port(), "/submit")) {
            assertThat(node.handshake()).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("permessage-deflate");
            node.frame(RSV1 | RawNode.TEXT, deflated(new byte[8 << 20])).flush();

            assertThat(node.read()).returns(0x8, RawNode.Frame::opcode).returns(1002, RawNode.Frame::closeCode);
        }
        reportsAgain();
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] out = new byte[GatewayUnderTest.MAX_FRAME];
            int length = deflater.deflate(out);
            assertThat(deflater.finished()).isTrue();
            return Arrays.copyOf(out, length);
        } finally {
            deflater.end();
        }
    }

    /// Whoever was sent off may come again.
    private void reportsAgain() throws Exception {
        String name = uniqueName();
        try (RawNode node = new RawNode(gateway.port(), "/submit")) {
            node.handshake();
            node.send("{\"name\":\"" + name + "\"}").flush();
            assertThat(awaitRecords(name, 2)).hasSize(2);
        }
    }

    /// Half a character has no form in UTF-8: it goes, what is around it stays, and what is written is UTF-8.
    @Test
    void halvesOfCharactersAreLeftOut() throws Exception {
        String name = uniqueName();
        try (RawNode node = new RawNode(gateway.port(), "/submit")) {
            node.handshake();
            node.send("{\"name\":\"\\ud800" + name + "\\udc00\",\"cpu_type\":\"\\udead\",\"k\":\"v\\udfff\"}")
                    // In a key it is nothing that every reader of JSON reads: taken or refused, but no end.
                    .send("{\"memory\":1,\"k\\ud800\":2}")
                    .send("{\"cpu\":4}")
                    .flush();

            await().untilAsserted(() -> assertThat(events(topics.ofSocketThatSaid(name))).last()
                    .isInstanceOfSatisfying(NodeReport.class,
                            report -> assertThat(report.fields().whole(Field.CPU)).hasValue(4)));
            List<ConsumerRecord<String, byte[]>> records = topics.ofSocketThatSaid(name);
            NodeReport report = (NodeReport) TopicReader.event(records.get(1));
            assertThat(report.fields().text(Field.NAME)).isEqualTo(name);
            assertThat(report.fields().has(Field.CPU_TYPE)).as("nothing of it is left").isFalse();
            assertThat(report.extensions()).isNotNull();
            for (ConsumerRecord<String, byte[]> record : records) {
                assertThatNoException().isThrownBy(() -> UTF_8.newDecoder().decode(ByteBuffer.wrap(record.value())));
            }
        }
    }

    @Test
    void ofKeysThatAreThereTwiceTheLastCounts() throws Exception {
        String name = uniqueName();
        try (RawNode node = new RawNode(gateway.port(), "/submit")) {
            node.handshake();
            node.send("{\"name\":\"" + name + "\",\"cpu\":1,\"CPU\":2,\"x\":1,\"x\":2,\"cpu\":3}").send("{\"cpu\":4}")
                    .flush();

            List<SessionEvent> events = events(awaitRecords(name, 3));
            assertThat(((NodeReport) events.get(1)).fields().whole(Field.CPU)).hasValue(3);
            assertThat(((NodeReport) events.get(2)).fields().whole(Field.CPU)).hasValue(4);
            assertThat(topics.rejectedOf(events.getFirst().sessionId())).isEmpty();
        }
    }

    @Test
    void hundredReportsInOneArrayAreTaken() throws Exception {
        String name = uniqueName();
        try (RawNode node = new RawNode(gateway.port(), "/submit")) {
            node.handshake();
            node.send("[{\"name\":\"" + name + "\"}" + ",{\"cpu\":4}".repeat(99) + "]").flush();

            List<?> records = awaitRecords(name, 101);
            assertThat(records).hasSize(101);
        }
    }
}
