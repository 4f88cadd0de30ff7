package io.starkbeat.gateway.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.starkbeat.gateway.session.ErrorFrame;
import io.starkbeat.schemas.PublishedDocument;
import io.starkbeat.schemas.session.RejectionReason;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds what is published for those who write nodes to what the gateway does: the schemas of reports and error frames, their
/// examples, and every JSON block of `docs/report.md`.
class PublishedReportTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Schema REPORT = schema("telemetry-report");
    private static final Schema ERROR = schema("error-frame");

    /// A validator sees the last of two equal keys, the decoder both: here the last does not fit and the first stays.
    private static final Set<String> NOT_FOR_COPYING = Set.of("repeated-keys-last-wins");

    private final MessageDecoder decoder = new MessageDecoder();

    private static Schema schema(String name) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(document(name));
    }

    private static String document(String name) {
        return PublishedDocument.all()
                .stream()
                .filter(document -> document.name().equals(name))
                .findAny()
                .orElseThrow()
                .text();
    }

    static List<Path> goldenFolders() {
        return DecodedRecords.golden();
    }

    static List<String> examples() {
        return new JsonObject(document("telemetry-report")).getJsonArray("examples").stream().map(Json::encode)
                .toList();
    }

    /// The JSON blocks of the page, each one message of a node or one frame to it.
    static List<String> blocks() throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher block = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/report.md")));
        while (block.find()) {
            blocks.add(block.group(1));
        }
        assertThat(blocks).hasSizeGreaterThan(4);
        return blocks;
    }

    @ParameterizedTest
    @MethodSource("goldenFolders")
    void goldenMessagesAreValid(Path folder) throws IOException {
        String message = Files.readString(folder.resolve("message.json"));
        assertThat(errors(REPORT, message).isEmpty()).as("%s", errors(REPORT, message))
                .isEqualTo(!NOT_FOR_COPYING.contains(folder.getFileName().toString()));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void examplesOfTheSchemaAreTakenWhole(String example) {
        takenWhole(example);
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void thePagesMessagesAreTakenWholeAndItsFramesAreFrames(String block) {
        if (block.contains("\"error\"")) {
            assertThat(errors(ERROR, block)).isEmpty();
            String code = new JsonObject(block).getJsonObject("error").getString("code");
            assertThat(Stream.of(RejectionReason.values()).map(RejectionReason::code)).contains(code);
        } else {
            takenWhole(block);
        }
    }

    private void takenWhole(String message) {
        assertThat(errors(REPORT, message)).isEmpty();
        assertThat(decoder.decode(message.getBytes(UTF_8), NOW)).isInstanceOfSatisfying(Decoded.Reports.class,
                reports -> assertThat(reports.reports()).allSatisfy(report -> {
                    assertThat(report.faults()).isEmpty();
                    assertThat(report.fields().isEmpty()).isFalse();
                }));
    }

    @Test
    void asManyReportsAsTheDecoderTakesAreValid() {
        assertThat(errors(REPORT, array(MessageDecoder.MAX_REPORTS))).isEmpty();
        assertThat(errors(REPORT, array(MessageDecoder.MAX_REPORTS + 1))).isNotEmpty();
    }

    private static String array(int reports) {
        return "[" + "{\"memory\":1},".repeat(reports - 1) + "{\"memory\":1}]";
    }

    @ParameterizedTest
    @EnumSource(RejectionReason.class)
    void everyReasonMakesAFrame(RejectionReason reason) {
        assertThat(errors(ERROR, ErrorFrame.of(reason, "It does not fit.", null).json())).isEmpty();
        assertThat(errors(ERROR, ErrorFrame.of(reason, "It does not fit.", "peer_count").json())).isEmpty();
    }

    /// What senders of such messages are really told.
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "5", "[]", "[1]", "{\"peer_count\":-1}", "{\"ts\":5,\"name\":\"n\"}",
            "{\"peer_id\":\"nonsense\"}", "{\"memory\":\"lots\",\"cpu_usage\":true,\"name\":\"\"}",
            "{\"msg\":\"system.connected\",\"authority\":\"maybe\"}",
            "{\"msg\":\"system.connected\",\"startup_time\":1767225590}"})
    void whatSendersAreToldIsValid(String message) {
        List<ErrorFrame> frames = switch (decoder.decode(message.getBytes(UTF_8), NOW)) {
            case Decoded.Refused refused -> List.of(ErrorFrame.of(refused.reason(), refused.detail(), null));
            case Decoded.Reports(List<DecodedReport> reports) -> reports.stream()
                    .flatMap(report -> report.faults().stream())
                    .map(fault -> ErrorFrame.of(fault.reason(), fault.detail(), fault.field()))
                    .toList();
        };
        assertThat(frames).isNotEmpty().allSatisfy(frame -> assertThat(errors(ERROR, frame.json())).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "[]", "[1]", "{\"peer_count\":-1}", "{\"ts\":5,\"name\":\"n\"}",
            "{\"peer_id\":\"nonsense\"}", "{\"memory\":\"lots\",\"cpu_usage\":true,\"name\":\"\"}",
            "{\"msg\":\"system.connected\",\"authority\":\"maybe\"}",
            "{\"msg\":\"system.connected\",\"startup_time\":1767225590}"})
    void whatSendersAreToldOffForIsNotValid(String message) {
        assertThat(errors(REPORT, message)).isNotEmpty();
    }

    private static List<String> errors(Schema schema, String json) {
        return schema.validate(json, InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }
}
