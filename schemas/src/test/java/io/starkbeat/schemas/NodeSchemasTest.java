package io.starkbeat.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starkbeat.schemas.field.Field;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the API answers is described from the field table, so that no field can be forgotten in it.
final class NodeSchemasTest {

    @Test
    void theItemIsMadeFromTheFieldTable() {
        published("node-item").holds(GeneratedFile.json(NodeSchemas.item()));
    }

    @Test
    void theDetailIsMadeFromTheFieldTable() {
        published("node-detail").holds(GeneratedFile.json(NodeSchemas.detail()));
    }

    @Test
    void theDetailHasEveryField() {
        assertThat(SchemaTree.described(id("node-detail"), NodeSchemas.example("node-detail")))
                .containsAll(Stream.of(Field.values()).map(Field::apiName).toList());
    }

    @Test
    void theItemIsPartOfTheDetail() {
        JsonNode detail = SchemaTree.read("node-detail").get("properties");
        for (Map.Entry<String, JsonNode> property : SchemaTree.read("node-item").get("properties").properties()) {
            // In the list it says who tells of the node, in the detail who told each field.
            if (!property.getKey().equals("sources")) {
                assertThat(property.getValue()).as(property.getKey()).isEqualTo(detail.get(property.getKey()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"node-item", "node-detail", "network", "problem"})
    void everyPropertyIsExplainedAndEveryExampleValid(String name) {
        JsonNode schema = SchemaTree.read(name);
        assertThat(RecordContractTest.unexplained(schema, "")).isEmpty();
        assertThat(schema.get("examples")).isNotEmpty();
        for (JsonNode example : schema.get("examples")) {
            assertThat(SchemaTree.errors(id(name), example.toString())).isEmpty();
            assertThat(new TreeSet<>(example.properties().stream().map(Map.Entry::getKey).toList()))
                    .isSubsetOf(schema.get("properties").properties().stream().map(Map.Entry::getKey).toList());
        }
    }

    /// The specification's response schema allows whatever ours does, since ours describes no property otherwise.
    @Test
    void theSpecificationsPropertiesAreOfItsTypes() {
        JsonNode specified = SchemaTree.json(resource("/spec/node-data-api-response.schema.json"));
        JsonNode ours = SchemaTree.read("node-item").get("properties");
        for (Map.Entry<String, JsonNode> property : specified.at("/items/properties").properties()) {
            JsonNode our = ours.get(property.getKey());
            assertThat(our.get("type").asText().replace("integer", "number")).as(property.getKey())
                    .isEqualTo(property.getValue().get("type").asText());
            assertThat(our.path("format").asText()).isEqualTo(property.getValue().path("format").asText());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"node-item|nodeId|5", "node-item|nodeIp|\"::1\"", "node-item|status|\"up\"",
            "node-item|lag|-1", "node-item|cpuUsage|101", "node-item|sources|[\"me\"]", "node-item|country|\"ch\"",
            "node-item|lastSeen|\"2026-11-01T12:00:34Z\"", "node-detail|outOfRange|{\"storageUsage\":\"x\"}",
            "node-detail|claims|[{}]", "node-detail|session|{}", "node-detail|units|{\"memory\":1}",
            "node-detail|sources|[\"telemetry\"]", "node-detail|revision|0", "network|nodes|-1",
            "network|statuses|{}", "network|versions|[{\"client\":\"Juno\"}]", "network|shareOnBestBlock|1.5",
            "problem|status|200", "problem|detail|null"})
    void whatTheApiNeverAnswersIsNotValid(String name, String property, String value) {
        ObjectNode wrong = (ObjectNode) SchemaTree.read(name).get("examples").get(0);
        wrong.set(property, SchemaTree.json(value));
        List<String> errors = SchemaTree.errors(id(name), wrong.toString());
        assertThat(errors).as(wrong.toString()).isNotEmpty().allMatch(error -> error.startsWith("/" + property));
    }

    private static String resource(String path) {
        try (InputStream in = Objects.requireNonNull(NodeSchemasTest.class.getResourceAsStream(path))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GeneratedFile published(String name) {
        return GeneratedFile.of(Path.of("src/main/resources/schemas", PublishedSchemas.fileName(name)));
    }

    private static String id(String name) {
        return PublishedSchemas.id(name + "/1");
    }
}
