package io.starkbeat.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.starkbeat.schemas.field.Coercion;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.ReportedForm;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds the schema of what nodes send to the field table, and to what is read of it.
final class TelemetryReportSchemaTest {
    private static final String ID = PublishedSchemas.id("telemetry-report/1");

    @Test
    void theSchemaIsTheFieldTable() {
        GeneratedFile.of(Path.of("src/main/resources/schemas", PublishedSchemas.fileName("telemetry-report")))
                .holds(GeneratedFile.json(TelemetryReportSchema.fromTable()));
    }

    static List<JsonNode> examples() {
        List<JsonNode> examples = Stream.of(SchemaTree.read("telemetry-report").get("examples"))
                .flatMap(each -> each.valueStream())
                .toList();
        assertThat(examples).isNotEmpty();
        return examples;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsValid(JsonNode example) {
        assertThat(SchemaTree.errors(ID, example.toString())).isEmpty();
    }

    /// In each place where a field may stand, whatever form the value is written in.
    @ParameterizedTest
    @EnumSource(Field.class)
    void aValueIsValidJustWhenItIsTaken(Field field) {
        for (ReportedForm form : ReportedForm.values()) {
            boolean taken = coerced(field, form) instanceof Coercion.Accepted;
            if (field == Field.PEER_ID && taken) {
                // Kept, but its sender is told that it names no node.
                taken = false;
            }
            JsonNode value = json(form);
            for (String message : List.of("{\"%s\":%s}", "{\"payload\":{\"%s\":%s}}", "{\"System\":{\"%s\":%s}}",
                    "{\"payload\":{\"Node\":{\"%s\":%s}},\"ts\":null}", "[{},{\"%s\":%s}]")) {
                String sent = message.formatted(field.kafkaName(), value);
                assertThat(SchemaTree.errors(ID, sent).isEmpty()).as(sent).isEqualTo(taken);
            }
        }
        assertThat(SchemaTree.errors(ID, "{\"%s\":null}".formatted(field.kafkaName()))).isEmpty();
        assertThat(SchemaTree.errors(ID, "{\"%s\":[1]}".formatted(field.kafkaName()))).isNotEmpty();
    }

    private static Coercion coerced(Field field, ReportedForm form) {
        return form.isText()
                ? Coercion.ofText(field, form.example())
                : form == ReportedForm.BOOLEAN
                        ? Coercion.ofBoolean(field)
                        : Coercion.ofNumber(field, form.example());
    }

    private static JsonNode json(ReportedForm form) {
        return form.isText()
                ? JsonNodeFactory.instance.textNode(form.example())
                : SchemaTree.json(form.example());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"text\"", "null", "[]", "[1]", "[[{}]]", "{\"ts\":5}", "{\"ts\":\"yesterday\"}",
            "{\"payload\":5}", "{\"Node\":\"text\"}", "{\"peer_id\":\"my-node\"}", "{\"capability\":\"Light\"}",
            "{\"CPU_usage\":\"much\"}", "{\"Network\":{\"Network\":{}}}", "{\"networkTraffic\":-1}",
            "{\"current_block_number_l2\":18446744073709551616}", "{\"cpu\":\"4.5\"}",
            "{\"msg\":\"block.import\",\"height\":\"high\"}", "{\"msg\":\"system.connected\",\"authority\":\"yes\"}",
            "{\"payload\":{\"msg\":\"system.connected\",\"sysinfo\":{\"memory\":\"lots\"}}}",
            "{\"msg\":\"system.connected\",\"startup_time\":1767225590}"})
    void whatNobodyTakesIsNotValid(String message) {
        assertThat(SchemaTree.errors(ID, message)).isNotEmpty();
    }

    /// Keys that no table knows are nobody's fault, nor are Substrate's keys in a message of another type.
    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"gpu\":{\"model\":[1]}}", "{\"msg\":\"afg.finality\",\"height\":\"high\"}",
            "{\"height\":\"high\"}", "{\"cpu\":\"AMD EPYC\"}", "{\"Network\":\"Starknet\",\"System\":null}"})
    void theRestIs(String message) {
        assertThat(SchemaTree.errors(ID, message)).isEmpty();
    }
}
