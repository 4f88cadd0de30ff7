package io.starkbeat.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Holds the OpenRPC document to OpenRPC's own schema and to itself. That it describes what is served is a test of the module
/// that serves it.
final class OpenRpcTest {
    private static final JsonNode DOCUMENT = SchemaTree.json(PublishedDocument.openRpc().text());

    @Test
    void isAnOpenRpcDocument() throws IOException {
        try (InputStream schema = OpenRpcTest.class.getResourceAsStream("/openrpc/1.3.2.schema.json")) {
            assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(new String(schema.readAllBytes(), StandardCharsets.UTF_8))
                    .validate(DOCUMENT.toString(), InputFormat.JSON)).isEmpty();
        }
    }

    @Test
    void hasAllThatItRefersTo() {
        List<JsonNode> references = DOCUMENT.findValues("$ref");
        assertThat(references).isNotEmpty().allSatisfy(reference -> {
            assertThat(reference.asText()).startsWith("#/");
            assertThat(DOCUMENT.at(reference.asText().substring(1)).isMissingNode()).as(reference.asText()).isFalse();
        });
        assertThat(DOCUMENT.findValues("$id")).isEmpty();
    }

    @Test
    void everythingInItIsUsed() {
        Set<String> used = new HashSet<>();
        DOCUMENT.findValues("$ref").forEach(reference -> used.add(reference.asText()));
        // Those that every method can answer are told once, in the description.
        List.of("ParseError", "InvalidRequest", "MethodNotFound", "InternalError", "BatchTooLarge")
                .forEach(name -> used.add("#/components/errors/" + name));
        used.add("#/components/schemas/ERROR_DATA");
        DOCUMENT.get("components").properties().forEach(kind -> kind.getValue().fieldNames().forEachRemaining(
                name -> assertThat(used).contains("#/components/" + kind.getKey() + "/" + name)));
    }

    @Test
    void everyErrorIsToldApart() {
        JsonNode errors = DOCUMENT.at("/components/errors");
        assertThat(errors.findValues("code")).doesNotHaveDuplicates();
        assertThat(errors.findValues("message")).doesNotHaveDuplicates();
        Schema data = schema(DOCUMENT.at("/components/schemas/ERROR_DATA"));
        errors.forEach(error -> assertThat(data.validate(error.get("data").toString(), InputFormat.JSON)).isEmpty());
    }

    @Test
    void theExamplesAreCallsAndResults() {
        List<String> checked = new ArrayList<>();
        for (JsonNode method : DOCUMENT.get("methods")) {
            for (JsonNode example : method.path("examples")) {
                for (JsonNode given : example.get("params")) {
                    JsonNode parameter = parameter(method, given.get("name").asText());
                    assertThat(schema(parameter.get("schema")).validate(given.get("value").toString(),
                            InputFormat.JSON)).isEmpty();
                }
                assertThat(schema(method.at("/result/schema")).validate(example.at("/result/value").toString(),
                        InputFormat.JSON)).isEmpty();
                checked.add(method.get("name").asText());
            }
        }
        assertThat(checked).contains("nodeData_getNodes");
    }

    private static JsonNode parameter(JsonNode method, String name) {
        for (JsonNode each : method.get("params")) {
            JsonNode parameter = each.has("$ref") ? DOCUMENT.at(each.get("$ref").asText().substring(1)) : each;
            if (parameter.get("name").asText().equals(name)) {
                return parameter;
            }
        }
        throw new AssertionError(method.get("name") + " has no parameter " + name);
    }

    /// A schema of the document, with the components that it may refer to.
    private static Schema schema(JsonNode schema) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", DOCUMENT.get("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(whole.toString());
    }
}
