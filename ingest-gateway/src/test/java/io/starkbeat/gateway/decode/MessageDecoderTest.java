package io.starkbeat.gateway.decode;

import static io.starkbeat.schemas.session.RejectionReason.EMPTY;
import static io.starkbeat.schemas.session.RejectionReason.EXTENSIONS_TOO_LARGE;
import static io.starkbeat.schemas.session.RejectionReason.FIELD_UNFIT;
import static io.starkbeat.schemas.session.RejectionReason.NOTHING_KNOWN;
import static io.starkbeat.schemas.session.RejectionReason.NOT_AN_OBJECT;
import static io.starkbeat.schemas.session.RejectionReason.NOT_JSON;
import static io.starkbeat.schemas.session.RejectionReason.NOT_UTF8;
import static io.starkbeat.schemas.session.RejectionReason.PEER_ID_INVALID;
import static io.starkbeat.schemas.session.RejectionReason.TOO_DEEP;
import static io.starkbeat.schemas.session.RejectionReason.TOO_MANY_REPORTS;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.schemas.codec.RawJson;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.RejectionReason;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageDecoderTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final MessageDecoder decoder = new MessageDecoder();

    static Stream<Arguments> badInput() {
        return Stream.of(Arguments.of("", EMPTY), Arguments.of(" \n\t ", EMPTY), Arguments.of("null", NOT_AN_OBJECT),
                Arguments.of("42", NOT_AN_OBJECT), Arguments.of("\"name\"", NOT_AN_OBJECT),
                Arguments.of("true", NOT_AN_OBJECT), Arguments.of("[1]", NOT_AN_OBJECT),
                Arguments.of("[[{}]]", NOT_AN_OBJECT), Arguments.of("[{},null]", NOT_AN_OBJECT),
                Arguments.of("[]", NOTHING_KNOWN), Arguments.of("garbage", NOT_JSON), Arguments.of("{", NOT_JSON),
                Arguments.of("{\"name\":\"x\"", NOT_JSON), Arguments.of("{\"name\":\"x", NOT_JSON),
                Arguments.of("[{\"name\":\"x\"}", NOT_JSON), Arguments.of("{\"name\":\"x\"}}", NOT_JSON),
                Arguments.of("{\"name\":\"x\"}{\"name\":\"y\"}", NOT_JSON), Arguments.of("{\"name\":NaN}", NOT_JSON),
                Arguments.of("{\"peer_count\":01}", NOT_JSON), Arguments.of("{'name':'x'}", NOT_JSON),
                Arguments.of("{\"name\":\"a\nb\"}", NOT_JSON), Arguments.of("{\"name\":\"\\uZZZZ\"}", NOT_JSON),
                Arguments.of("\0\0\0\0", NOT_JSON), Arguments.of("[".repeat(10_000), NOT_AN_OBJECT),
                Arguments.of("[{\"a\":" + "[".repeat(10_000), TOO_DEEP),
                Arguments.of("{\"\\ud800\":1}", NOT_JSON),
                Arguments.of("{\"a\":".repeat(10_000), TOO_DEEP),
                Arguments.of("{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}", TOO_DEEP),
                Arguments.of("[" + "{},".repeat(100) + "{}]", TOO_MANY_REPORTS));
    }

    @ParameterizedTest
    @MethodSource("badInput")
    void badInputIsRefusedWithItsReason(String message, RejectionReason reason) {
        assertThat(refusal(message.getBytes(UTF_8)).reason()).isEqualTo(reason);
    }

    @Test
    void refusalTellsWhere() {
        assertThat(refusal("{\"a\":1,}".getBytes(UTF_8)).offset()).isBetween(6L, 8L);
        assertThat(refusal("{\"a\":1} x".getBytes(UTF_8)).offset()).isBetween(7L, 9L);
    }

    @Test
    void bytesThatAreNoUtf8AreRefusedWithTheirOffset() {
        assertThat(refusal("{\"name\":\"é\"}".getBytes(ISO_8859_1)))
                .isEqualTo(
                        new Decoded.Refused(NOT_UTF8, "Byte 9 is no UTF-8; a JSON object in UTF-8 is expected.", 9L));
        // Overlong, a surrogate, truncated at the end.
        assertThat(refusal(new byte[]{'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'}).reason())
                .isEqualTo(NOT_UTF8);
        assertThat(refusal(new byte[]{'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'}).reason())
                .isEqualTo(NOT_UTF8);
        assertThat(refusal(new byte[]{'{', '}', (byte) 0xE2, (byte) 0x82}).reason()).isEqualTo(NOT_UTF8);
    }

    @Test
    void utf16IsNotGuessed() {
        assertThat(refusal("{\"name\":\"x\"}".getBytes(UTF_16BE)).reason()).isEqualTo(NOT_JSON);
    }

    @Test
    void byteOrderMarkIsPassedOver() {
        assertThat(report("\uFEFF{\"name\":\"x\",\"a\":{\"b\":[1]}}").extensions())
                .isEqualTo(new RawJson("{\"a\":{\"b\":[1]}}"));
    }

    @Test
    void hundredReportsAreTaken() {
        String message = "[" + "{\"peer_count\":1},".repeat(99) + "{\"peer_count\":2}]";
        assertThat(decoder.decode(message.getBytes(UTF_8), NOW)).isInstanceOfSatisfying(Decoded.Reports.class,
                decoded -> assertThat(decoded.reports()).hasSize(100));
    }

    @Test
    void unfitFieldIsDroppedAloneAndOnce() {
        DecodedReport report = report(
                "{\"memory\":\"lots\",\"peer_count\":-1,\"name\":\"n\",\"client\":true,\"version\":{\"a\":1},\"memory\":\"much\","
                        + "\"ts\":\"yesterday\"}");

        assertThat(report.fields().known()).containsExactly(Field.NAME);
        assertThat(report.reportedAt()).isNull();
        assertThat(report.faults()).allMatch(fault -> fault.reason() == FIELD_UNFIT)
                .extracting(FieldFault::field)
                .containsExactlyInAnyOrder("memory", "peer_count", "client", "version", "ts");
        assertThat(report.faults()).allMatch(fault -> fault.detail().startsWith(Objects.requireNonNull(fault.field())));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "1720698368", "\"2024-07-11\"", "\"+999999999-12-31T23:59:59-18:00\"", "\"-0001-01-01T00:00:00Z\"", "{}"})
    void timeThatIsNoneIsUnfit(String time) {
        DecodedReport report = report("{\"name\":\"n\",\"ts\":" + time + "}");

        assertThat(report.reportedAt()).isNull();
        assertThat(report.faults()).singleElement()
                .returns("ts", FieldFault::field)
                .returns(FIELD_UNFIT, FieldFault::reason);
    }

    @Test
    void peerIdThatIsNoneIsKeptAndNamesNobody() {
        DecodedReport report = report("{\"peer_id\":\"my-node\"}");

        assertThat(report.peerId()).isNull();
        assertThat(report.fields().text(Field.PEER_ID)).isEqualTo("my-node");
        assertThat(report.faults()).singleElement().returns(PEER_ID_INVALID, FieldFault::reason);
    }

    @Test
    void hugeNumbersCostNothing() {
        DecodedReport report = report("{\"peer_count\":1e999999999,\"tx_number\":" + "9".repeat(100_000)
                + ",\"memory\":1e400,\"x\":" + "9".repeat(1001) + ",\"y\":[" + "9".repeat(1001)
                + "],\"z\":1e999999999}");

        assertThat(report.fields().isEmpty()).isTrue();
        assertThat(report.extensions()).isEqualTo(new RawJson("{\"z\":1e999999999}"));
        assertEncodable(report);
        assertThat(report.faults()).extracting(FieldFault::reason)
                .containsExactlyInAnyOrder(FIELD_UNFIT, FIELD_UNFIT, FIELD_UNFIT, EXTENSIONS_TOO_LARGE);
    }

    @Test
    void unknownKeysAreKeptWithinBounds() {
        String large = "v".repeat(5000);
        DecodedReport report = report("{\"name\":\"n\",\"small\":1,\"first\":\"" + large + "\",\"second\":\"" + large
                + "\",\"deep\":[[[[[[[1]]]]]]],\"deeper\":[[[[[[[[1]]]]]]]],\"last\":2}");

        assertThat(report.extensions()).isEqualTo(
                new RawJson("{\"small\":1,\"first\":\"" + large + "\",\"deep\":[[[[[[[1]]]]]]],\"last\":2}"));
        assertThat(report.faults()).singleElement()
                .returns(EXTENSIONS_TOO_LARGE, FieldFault::reason)
                .returns(null, FieldFault::field);
    }

    @Test
    void extensionsNeverExceedTheirBound() {
        StringBuilder message = new StringBuilder("{\"name\":\"n\"");
        for (int i = 0; i < 3000; i++) {
            message.append(i % 3 == 0 ? ",\"System\":{\"k" : ",\"k").append(i).append("\":\"é\"")
                    .append(i % 3 == 0 ? "}" : "");
        }
        RawJson extensions = Objects.requireNonNull(report(message.append('}').toString()).extensions());

        assertThat(extensions.text().getBytes(UTF_8).length).isBetween(Extensions.MAX_BYTES - 40, Extensions.MAX_BYTES);
    }

    @Test
    void surrogatesWithoutPartnerStayEscaped() {
        DecodedReport report = report(
                "{\"name\":\"a\\ud800b\",\"x\":\"\\ud83d\",\"n\":{\"y\":\"\\ud800\"},\"\\ud83d\\ude00\":1}");

        assertThat(report.fields().get(Field.NAME)).isEqualTo(new FieldValue.Text("ab"));
        assertThat(report.extensions()).isEqualTo(
                new RawJson("{\"x\":\"\\uD83D\",\"n\":{\"y\":\"\\ud800\"},\"\\uD83D\\uDE00\":1}"));
        assertEncodable(report);
    }

    /// Arbitrary bytes, and good messages with a few bytes changed: never an exception, and whatever is read can be
    /// written and read again.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void arbitraryBytesNeverThrow(long seed) {
        Random random = new Random(seed);
        byte[] good = ("[{\"id\":1,\"ts\":\"2024-07-11T11:46:08.602688201+00:00\",\"payload\":{\"msg\":\"x\",\"name\":\"Ünï\","
                + "\"Node\":{\"peer_id\":\"12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony\",\"CPU\":8},"
                + "\"memory\":1.5e3,\"gpu\":{\"a\":[1,2,{\"b\":null}]},\"network\":\"\\ud83d\\ude00\"}},{\"Network\":{}},{\"msg\":\"system.connected\",\"startup_time\":\"17\",\"chain\":\"0x534e\","
                + "\"authority\":true,\"sysinfo\":{\"memory\":1e9,\"cpu\":\"x\"},\"target_os\":\"l\"}]")
                .getBytes(UTF_8);
        String syntax = "{}[]\":,\\u0d8e1-.tfn \n";
        int taken = 0;
        for (int i = 0; i < 4_000; i++) {
            byte[] bytes;
            if (i % 4 == 0) {
                bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
            } else if (i % 4 == 1) {
                bytes = new byte[random.nextInt(60)];
                for (int at = 0; at < bytes.length; at++) {
                    bytes[at] = (byte) syntax.charAt(random.nextInt(syntax.length()));
                }
            } else {
                bytes = Arrays.copyOf(good, i % 8 == 2 ? random.nextInt(good.length) : good.length);
                for (int changes = random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
                    bytes[random.nextInt(bytes.length)] = i % 8 < 4
                            ? (byte) random.nextInt(256)
                            : (byte) syntax.charAt(random.nextInt(syntax.length()));
                }
            }
            if (decoder.decode(bytes, NOW) instanceof Decoded.Reports reports) {
                reports.reports().forEach(MessageDecoderTest::assertEncodable);
                taken++;
            }
        }
        assertThat(taken).isGreaterThan(200);
    }

    private static void assertEncodable(DecodedReport report) {
        NodeReport record = new NodeReport("s", 1, Instant.EPOCH, "g", report.reportedAt(), report.dialect(),
                report.fields(), report.extensions());
        byte[] written = RecordCodec.SESSION_EVENT.encode(record);
        NodeReport read = (NodeReport) RecordCodec.SESSION_EVENT.decode(written);
        assertThat(read.fields()).isEqualTo(record.fields());
        assertThat(read.reportedAt()).isEqualTo(record.reportedAt());
    }

    private Decoded.Refused refusal(byte[] message) {
        Decoded decoded = decoder.decode(message, NOW);
        assertThat(decoded).isInstanceOf(Decoded.Refused.class);
        return (Decoded.Refused) decoded;
    }

    private DecodedReport report(String message) {
        Decoded decoded = decoder.decode(message.getBytes(UTF_8), NOW);
        assertThat(decoded).isInstanceOf(Decoded.Reports.class);
        return ((Decoded.Reports) decoded).reports().getFirst();
    }
}
