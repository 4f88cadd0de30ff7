package io.starkbeat.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.RejectedMessage;
import io.starkbeat.schemas.session.RejectionReason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a sender can do wrong, over a real socket: each time it is on record, the next message counts, and every message is
/// accounted for.
class BadInputIT extends GatewayTestbed {
    private static final int BINARY = 0x2;

    @ParameterizedTest
    @CsvSource({"deep, TOO_DEEP", "array of 101, TOO_MANY_REPORTS", "NaN, NOT_JSON", "truncated, NOT_JSON",
            "long number, FIELD_UNFIT", "invalid UTF-8 in text, NOT_UTF8", "invalid UTF-8 in binary, NOT_UTF8",
            "empty, EMPTY"})
    void isRejectedAndTheSessionLives(String what, RejectionReason reason) throws Exception {
        String name = uniqueName();
        try (RawNode node = new RawNode(gateway.port(), "/submit")) {
            node.handshake();
            node.send("{\"name\":\"" + name + "\"}");
            node.frame(what.endsWith("binary") ? BINARY : RawNode.TEXT, bad(what)).flush();
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
            case "empty" -> new byte[0];
            default -> new byte[]{'{', '"', (byte) 0xFF, '"', ':', '1', '}'};
        };
    }

    /// Compression was not agreed upon, so a frame that claims it violates the protocol (RFC 6455, 5.2), whatever it would
    /// become.
    @Test
    void compressedFrameEndsTheSessionAsTheStandardDemands() throws Exception {
        try (RawNode node = new RawNode(gateway.port(), "/submit")) {
            assertThat(node.handshake()).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("permessage-deflate");
            node.frame(0x40 | RawNode.TEXT, new byte[]{1, 2, 3}).flush();

            assertThat(node.read()).returns(0x8, RawNode.Frame::opcode).returns(1002, RawNode.Frame::closeCode);
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
