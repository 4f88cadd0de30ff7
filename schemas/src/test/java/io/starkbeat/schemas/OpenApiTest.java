package io.starkbeat.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The OpenAPI document in itself; the query API's tests hold it to what is served.
final class OpenApiTest {
    private static final JsonNode DOCUMENT = read();
    private static final ObjectNode BUNDLE = OpenApiBundle.of(DOCUMENT);

    private static JsonNode read() {
        try {
            return new YAMLMapper().readTree(document("openapi.yaml").text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PublishedDocument document(String fileName) {
        return PublishedDocument.openApi()
                .stream()
                .filter(each -> each.fileName().equals(fileName))
                .findAny()
                .orElseThrow();
    }

    @Test
    void theOneFileIsMadeFromTheDocumentAndTheSchemas() {
        GeneratedFile.of(Path.of("src/main/resources/openapi.json")).holds(GeneratedFile.json(BUNDLE));
    }

    @Test
    void itIsOpenApi31() {
        assertThat(DOCUMENT.get("openapi").asText()).startsWith("3.1.");
        assertThat(document("openapi.yaml").mediaType()).isEqualTo("application/yaml");
        assertThat(document("openapi.json").mediaType()).isEqualTo("application/json");
    }

    @Test
    void referencesLeadToWhatIsThere() {
        assertThat(references(DOCUMENT)).isNotEmpty().allSatisfy(reference -> {
            if (reference.startsWith("#")) {
                assertThat(DOCUMENT.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
            } else {
                assertThat(PublishedDocument.all()).extracting(each -> "schemas/" + each.fileName())
                        .contains(reference);
            }
        });
        assertThat(references(BUNDLE)).isNotEmpty()
                .allSatisfy(reference -> assertThat(BUNDLE.at(reference.substring(1)).isMissingNode()).as(reference)
                        .isFalse());
    }

    @Test
    void whatIsDescribedOnceIsUsed() {
        Set<String> used = references(DOCUMENT);
        for (Map.Entry<String, JsonNode> kind : DOCUMENT.get("components").properties()) {
            kind.getValue().properties().forEach(component -> assertThat(used)
                    .contains("#/components/" + kind.getKey() + "/" + component.getKey()));
        }
    }

    @Test
    void everyOperationSaysWhatItIs() {
        Set<String> tags = DOCUMENT.get("tags").valueStream().map(tag -> tag.get("name").asText())
                .collect(Collectors.toSet());
        Set<String> ids = new TreeSet<>();
        forEachOperation((name, operation) -> {
            assertThat(ids.add(operation.path("operationId").asText())).as(name).isTrue();
            assertThat(operation.path("summary").asText()).as(name).isNotBlank();
            assertThat(operation.get("tags")).as(name).hasSize(1);
            assertThat(tags).contains(operation.at("/tags/0").asText());
            for (JsonNode parameter : operation.path("parameters")) {
                assertThat(resolved(parameter).path("description").asText()).as(name).endsWith(".");
            }
            for (Map.Entry<String, JsonNode> response : operation.get("responses").properties()) {
                assertThat(response.getKey()).as(name).matches("[2-5][0-9][0-9]");
                assertThat(resolved(response.getValue()).path("description").asText()).as(name).endsWith(".");
            }
        });
        assertThat(ids).isNotEmpty();
    }

    /// Of parameters, headers and bodies, also of those in components.
    @Test
    void everyExampleIsValid() {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        int[] examples = {0};
        forEachObject(BUNDLE, object -> {
            if (object.has("example") && object.has("schema")) {
                examples[0]++;
                ObjectNode schema = object.get("schema").deepCopy();
                schema.set("components", BUNDLE.get("components"));
                JsonNode example = object.get("example");
                assertThat(registry.getSchema(schema).validate(example.toString(), InputFormat.JSON)).as("%s", example)
                        .isEmpty();
            }
        });
        assertThat(examples[0]).isGreaterThan(10);
    }

    /// The feed is asked as the list is.
    @Test
    void theFeedTakesTheFiltersOfTheList() {
        List<String> list = parameters("/api/nodes", "query");
        assertThat(parameters("/api/nodes/stream", "query"))
                .isEqualTo(list.stream().filter(name -> !Set.of("sort", "fields", "limit", "cursor").contains(name))
                        .toList());
    }

    @Test
    void sortAndFieldsKnowWhatTheItemHas() {
        List<String> item = SchemaTree.read("node-item").get("properties").properties().stream().map(Map.Entry::getKey)
                .toList();
        assertThat(words("fields", "/schema/items/enum")).isEqualTo(item);
        assertThat(words("sort", "/schema/enum"))
                .isEqualTo(Stream.concat(item.stream(), item.stream().map(name -> "-" + name)).toList());
    }

    private static List<String> words(String parameter, String at) {
        return DOCUMENT.get("paths").get("/api/nodes").at("/get/parameters").valueStream()
                .filter(each -> each.path("name").asText().equals(parameter))
                .flatMap(each -> each.at(at).valueStream())
                .map(JsonNode::asText)
                .toList();
    }

    private static List<String> parameters(String path, String in) {
        return DOCUMENT.get("paths").get(path).at("/get/parameters").valueStream()
                .map(OpenApiTest::resolved)
                .filter(each -> each.get("in").asText().equals(in))
                .map(each -> each.get("name").asText())
                .toList();
    }

    private static void forEachOperation(BiConsumer<String, JsonNode> visit) {
        for (Map.Entry<String, JsonNode> path : DOCUMENT.get("paths").properties()) {
            path.getValue().properties().forEach(
                    method -> visit.accept(method.getKey() + " " + path.getKey(), method.getValue()));
        }
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static Set<String> references(JsonNode in) {
        Set<String> found = new TreeSet<>();
        forEachObject(in, object -> {
            if (object.path("$ref").isTextual()) {
                found.add(object.get("$ref").asText());
            }
        });
        return found;
    }

    private static void forEachObject(JsonNode in, Consumer<JsonNode> visit) {
        if (in.isObject()) {
            visit.accept(in);
        }
        in.forEach(child -> forEachObject(child, visit));
    }
}
