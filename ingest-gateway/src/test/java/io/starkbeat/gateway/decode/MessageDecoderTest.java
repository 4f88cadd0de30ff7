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
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.session.RejectionReason;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
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
                Arguments.of("\0\0\0\0", NOT_JSON), Arguments.of("[".repeat(10_000), TOO_DEEP),
                Arguments.of("[[1,]]", NOT_JSON),
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
    void keyIsTheSameHoweverItIsSpelled() {
        DecodedReport report = report("{\"n\\u0061me\":\"n\",\"Peer_\\u0043OUNT\":3,\"\\u0078\":1,\"x\":2}");

        assertThat(report.fields().text(Field.NAME)).isEqualTo("n");
        assertThat(report.fields().whole(Field.PEER_COUNT)).hasValue(3);
        assertThat(report.extensions()).isEqualTo(new RawJson("{\"x\":2}"));
    }

    @Test
    void everyFieldIsKnownByItsName() {
        for (Field field : Field.values()) {
            String name = field.kafkaName().toUpperCase(Locale.ROOT);
            DecodedReport report = report("{\"" + name + "\":[],\"" + name + "x\":1}");

            assertThat(report.faults()).singleElement().returns(field.kafkaName(), FieldFault::field);
            assertThat(report.extensions()).isEqualTo(new RawJson("{\"" + name + "x\":1}"));
        }
    }

    @Test
    void hugeNumbersCostNothing() {
        DecodedReport report = report("{\"peer_count\":1e999999999,\"tx_number\":" + "9".repeat(100_000)
                + ",\"memory\":1e400,\"x\":" + "9".repeat(1001) + ",\"y\":[" + "9".repeat(1001)
                + "],\"z\":1e999999999}");

        assertThat(report.fields().isEmpty()).isTrue();
        assertThat(report.extensions()).isEqualTo(new RawJson("{\"z\":1e999999999}"));
        DecodedRecords.assertSurvives(report);
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
                new RawJson("{\"x\":\"\\ud83d\",\"n\":{\"y\":\"\\ud800\"},\"😀\":1}"));
        DecodedRecords.assertSurvives(report);
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
