package io.starkbeat.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.starkbeat.schemas.Samples;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.node.FieldTimes;
import io.starkbeat.schemas.progress.PipelineProgress;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.RejectedMessage;
import io.starkbeat.schemas.session.RejectionReason;
import io.starkbeat.schemas.session.SessionClosed;
import io.starkbeat.schemas.session.SessionEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordCodecTest {
    private static final Instant TIME = Instant.parse("2024-07-11T11:46:08.602688201Z");

    private static NodeReport report(Fields fields, RawJson extensions) {
        return new NodeReport("s", 1, TIME, "g", null, "spec-flat", fields, extensions);
    }

    private static <T> String written(RecordCodec<T> codec, T record) {
        return new String(codec.encode(record), StandardCharsets.UTF_8);
    }

    private static <T> T read(RecordCodec<T> codec, String json) {
        return codec.decode(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", " ", "null", "5", "\"text\"", "[]", "{}", "{", "{\"type\":\"report\"}",
            "{\"type\":\"other\",\"session_id\":\"s\"}",
            "{\"type\":\"closed\",\"session_id\":\"s\",\"seq\":1,\"received_at\":\"yesterday\",\"gateway\":\"g\",\"code\":1000}",
            "{\"type\":\"closed\",\"session_id\":\"s\",\"seq\":1,\"received_at\":\"2024-07-11T11:46:08Z\",\"gateway\":\"g\","
                    + "\"code\":1000} {}",
            "\u0000\u0001\uFFFF"})
    void whatIsNoRecordIsUndecodable(String json) {
        assertThatExceptionOfType(UndecodableRecordException.class)
                .isThrownBy(() -> read(RecordCodec.SESSION_EVENT, json))
                .isInstanceOf(SerializationException.class)
                .withMessageStartingWith("not a session-event/1: ");
    }

    @Test
    void anyBytesAreReadOrRefused() {
        Random random = new Random(7);
        byte[] record = RecordCodec.SESSION_EVENT
                .encode(report(Fields.of(Field.NAME, new FieldValue.Text("n")), new RawJson("{\"a\":[1,2]}")));
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = record.clone();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(RecordCodec.SESSION_EVENT.encode(RecordCodec.SESSION_EVENT.decode(changed))).isNotEmpty();
            } catch (UndecodableRecordException expected) {
                assertThat(expected).hasMessageStartingWith("not a session-event/1: ");
            }
        }
    }

    @Test
    void deepNestingIsPassedOverOrRefused() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        for (String name : new String[]{"extensions", "of_a_newer_version", "fields"}) {
            assertThatExceptionOfType(UndecodableRecordException.class).isThrownBy(() -> read(RecordCodec.SESSION_EVENT,
                    "{\"type\":\"report\",\"" + name + "\":" + deep + "}"));
        }
    }

    @Test
    void theTypeMayStandAnywhere() {
        String json = "{\"fields\":{\"estimate_sync\":4.25,\"current_block_number_l2\":18446744073709551615},\"session_id\":\"s\","
                + "\"seq\":1,\"received_at\":\"2024-07-11T13:46:08.6026+02:00\",\"extensions\":{\"n\":1.10},\"gateway\":\"g\","
                + "\"dialect\":\"spec-flat\",\"type\":\"report\"}";
        assertThat(read(RecordCodec.SESSION_EVENT, json)).isEqualTo(report(
                Fields.builder()
                        .put(Field.ESTIMATE_SYNC, new FieldValue.Decimal(4.25))
                        .put(Field.CURRENT_BLOCK_NUMBER_L2, new FieldValue.Whole(-1))
                        .build(),
                new RawJson("{\"n\":1.10}")));
    }

    @Test
    void whatRecordsAskThemselvesIsNotWritten() {
        assertThat(written(RecordCodec.SESSION_EVENT, new SessionClosed("s", 3, TIME, "g", 1000, "identified", "t")))
                .isEqualTo(
                        "{\"type\":\"closed\",\"session_id\":\"s\",\"seq\":3,\"received_at\":\"2024-07-11T11:46:08.602Z\","
                                + "\"gateway\":\"g\",\"code\":1000,\"reason\":\"identified\",\"continued_as\":\"t\"}");
    }

    @Test
    void anEmptyTextIsNotAnUnknownOne() {
        RejectedMessage empty = new RejectedMessage("s", TIME, "g", null, RejectionReason.EMPTY, "the frame is empty",
                null,
                null, 0, RejectedMessage.body(new byte[0]), null, null);
        RejectedMessage back = read(RecordCodec.REJECTED_MESSAGE, written(RecordCodec.REJECTED_MESSAGE, empty));
        assertThat(back).isEqualTo(empty);
        assertThat(back.bodyBytes()).isEmpty();
        SessionEvent closed = new SessionClosed("s", 3, TIME, "g", 1000, "", null);
        assertThat(read(RecordCodec.SESSION_EVENT, written(RecordCodec.SESSION_EVENT, closed))).isEqualTo(closed);
    }

    @Test
    void aBodyIsCutAtItsBound() {
        byte[] message = new byte[RejectedMessage.MAX_BODY + 1];
        new Random(1).nextBytes(message);
        RejectedMessage rejected = new RejectedMessage("s", TIME, "g", null, RejectionReason.NOT_UTF8, "no text", null,
                0L,
                message.length, RejectedMessage.body(message), null, null);
        assertThat(rejected.body()).hasSize(5464);
        assertThat(rejected.bodyBytes()).hasSize(RejectedMessage.MAX_BODY).startsWith(message[0], message[1]);
    }

    /// Of no record may Kafka say that it is too large.
    @Test
    void aWholeMessageTakesAsManyRecordsAsItNeeds() {
        for (int length : new int[]{0, 1, RejectedMessage.MAX_PART, RejectedMessage.MAX_PART + 1,
                3 * RejectedMessage.MAX_PART}) {
            byte[] message = new byte[length];
            new Random(length).nextBytes(message);
            List<String> bodies = RejectedMessage.wholeBodies(message);
            ByteArrayOutputStream joined = new ByteArrayOutputStream();
            for (int i = 0; i < bodies.size(); i++) {
                RejectedMessage part = new RejectedMessage("s", TIME, "g", "key", RejectionReason.FIELD_UNFIT, "detail",
                        "memory", null, length, bodies.get(i), i + 1, bodies.size());
                assertThat(part.isFirst()).isEqualTo(i == 0);
                assertThat(RecordCodec.REJECTED_MESSAGE.encode(part)).hasSizeLessThan(1_000_000);
                joined.writeBytes(part.bodyBytes());
            }
            assertThat(bodies).hasSize(Math.max(1, Math.ceilDiv(length, RejectedMessage.MAX_PART)));
            assertThat(joined.toByteArray()).isEqualTo(message);
        }
    }

    // ---- texts that no UTF-8 can carry

    /// A key of a message is a stranger's text, and is told in the record that rejects it.
    @ParameterizedTest
    @CsvSource({"a\uD83Db, a\uFFFDb", "\uDE00, \uFFFD", "\uD83D\uD83D\uDE00, \uFFFD😀", "😀é, 😀é"})
    void halvesOfSurrogatePairsAreReplaced(String sent, String kept) {
        RejectedMessage rejected = new RejectedMessage("s", TIME, "g", null, RejectionReason.FIELD_UNFIT,
                sent + " does not fit", sent, null, 0, "", null, null);
        RejectedMessage back = read(RecordCodec.REJECTED_MESSAGE, written(RecordCodec.REJECTED_MESSAGE, rejected));
        assertThat(back.field()).isEqualTo(kept);
        assertThat(back.detail()).isEqualTo(kept + " does not fit");
        assertThat(written(RecordCodec.SESSION_EVENT,
                report(Fields.of(Field.NAME, new FieldValue.Text(sent)), null))).contains("\"name\":\"" + kept + "\"");
    }

    @Test
    void halvesOfSurrogatePairsInExtensionsAreReplaced() {
        NodeReport report = report(Fields.EMPTY, new RawJson("{\"a\uD83D\":\"\uDE00😀\"}"));
        assertThat(report.extensions()).isEqualTo(new RawJson("{\"a\uFFFD\":\"\uFFFD😀\"}"));
        assertThat(read(RecordCodec.SESSION_EVENT, written(RecordCodec.SESSION_EVENT, report))).isEqualTo(report);
    }

    /// The same where a record of other making spells it as an escape.
    @Test
    void escapedHalvesOfSurrogatePairsAreReplacedOnReading() {
        String record = written(RecordCodec.SESSION_EVENT, report(Fields.EMPTY, new RawJson("{\"a\":\"HALF\"}")));
        SessionEvent read = read(RecordCodec.SESSION_EVENT, record.replace("HALF", "\\" + "ud83d"));
        assertThat(read).isEqualTo(report(Fields.EMPTY, new RawJson("{\"a\":\"\uFFFD\"}")));
        assertThat(read(RecordCodec.SESSION_EVENT, written(RecordCodec.SESSION_EVENT, read))).isEqualTo(read);
    }

    // ---- extensions

    @ParameterizedTest
    @ValueSource(strings = {
            "{}", "[]", "5", "true", "\"text\"", "{\"a\":null}", "{\"b\":1,\"a\":[1,[2,{}],false]}",
            "{\"a\":1,\"a\":2}",
            "{\"n\":[1.0,1.10,-0,1e5,1E+5,1e400,1e-400,0.1234567890123456789012345678901234567890]}",
            "{\"n\":123456789012345678901234567890123456789012345678901234567890}",
            "{\"é😀\":\"\\\\ \\\" \\n\"}"})
    void extensionsStayAsTheyWereSent(String json) {
        NodeReport report = report(Fields.EMPTY, new RawJson(json));
        String record = written(RecordCodec.SESSION_EVENT, report);
        assertThat(record).contains("\"extensions\":" + json);
        assertThat(read(RecordCodec.SESSION_EVENT, record)).isEqualTo(report);
    }

    @Test
    void spaceInExtensionsIsNotKept() {
        String record = written(RecordCodec.SESSION_EVENT,
                report(Fields.EMPTY, new RawJson(" { \"a\" : [ 1 , 2 ] } ")));
        assertThat(read(RecordCodec.SESSION_EVENT, record))
                .isEqualTo(report(Fields.EMPTY, new RawJson("{\"a\":[1,2]}")));
        assertThatIllegalArgumentException().isThrownBy(() -> new RawJson(" "));
    }

    // ---- fields

    @ParameterizedTest
    @CsvSource({
            "3, 3", "0, 0", "-0.0, 0", "4.4, 4.4", "245, 245", "-5.5, -5.5", "9007199254740991, 9007199254740991",
            "9007199254740992, 9.007199254740992E15", "1e300, 1.0E300", "4.9E-324, 4.9E-324"})
    void numbersAreWrittenShortAndReadBackAsTheSame(double value, String text) throws Exception {
        Fields fields = Fields.of(Field.CPU_USAGE, new FieldValue.Decimal(value));
        String record = written(RecordCodec.SESSION_EVENT, report(fields, null));
        assertThat(record).contains("\"cpu_usage\":" + text + "}");
        assertThat(new ObjectMapper().readTree(record).at("/fields/cpu_usage").doubleValue()).isEqualTo(value + 0.0);
        assertThat(read(RecordCodec.SESSION_EVENT, record)).isEqualTo(report(fields, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"name\":null}", "{\"name\":true}", "{\"name\":[]}", "{\"name\":{}}", "{\"peer_count\":\"43\"}",
            "{\"peer_count\":-1}", "{\"peer_count\":1.5}", "{\"peer_count\":18446744073709551616}", "{\"memory\":-1}",
            "{\"memory\":1e999}", "{\"current_block_hash_l2\":5}", "[]", "\"name\"", "5"})
    void fieldsThatNoGatewayWritesMakeARecordUndecodable(String fields) {
        String json = "{\"type\":\"report\",\"session_id\":\"s\",\"seq\":1,\"received_at\":\"2024-07-11T11:46:08.602Z\","
                + "\"gateway\":\"g\",\"dialect\":\"spec-flat\",\"fields\":";
        assertThat(read(RecordCodec.SESSION_EVENT, json + "{}}")).isEqualTo(report(Fields.EMPTY, null));
        assertThatExceptionOfType(UndecodableRecordException.class)
                .isThrownBy(() -> read(RecordCodec.SESSION_EVENT, json + fields + "}"));
    }

    // ---- the rest

    @Test
    void timesAreCutToMillisecondsBeforeTheyAreCompared() {
        FieldTimes times = new FieldTimes(TIME, null, TIME);
        assertThat(times.identity()).isEqualTo(Instant.parse("2024-07-11T11:46:08.602Z"));
        PipelineProgress progress = new PipelineProgress(0, TIME, 0, "i", TIME, TIME);
        assertThat(read(RecordCodec.PIPELINE_PROGRESS, written(RecordCodec.PIPELINE_PROGRESS, progress)))
                .isEqualTo(progress);
    }

    @Test
    void tombstonesPassThroughTheSerde() {
        try (Serde<PipelineProgress> serde = RecordCodec.PIPELINE_PROGRESS.serde()) {
            PipelineProgress progress = new PipelineProgress(0, TIME, 0, "i", null, null);
            assertThat(serde.serializer().serialize("topic", null)).isNull();
            assertThat(serde.deserializer().deserialize("topic", null)).isNull();
            assertThat(serde.deserializer().deserialize("topic", serde.serializer().serialize("topic", progress)))
                    .isEqualTo(progress);
        }
    }

    /// The writers of single types are there for their speed alone.
    @ParameterizedTest
    @MethodSource("io.starkbeat.schemas.Samples#all")
    void whatIsWrittenByHandIsWhatTheMapperWrites(Samples.Sample<?> sample) throws Exception {
        Class<?> family = sample.record() instanceof SessionEvent ? SessionEvent.class : sample.record().getClass();
        assertThat(sample.encoded())
                .isEqualTo(RecordMapper.mapper().writerFor(family).writeValueAsString(sample.record()));
    }

    @Test
    void tellsTheSchemaAsTheHeaderHasIt() {
        assertThat(RecordCodec.NODE_STATE.schema()).isEqualTo("node-state/1");
        assertThat(RecordCodec.NODE_STATE.name()).isEqualTo("node-state");
    }
}
