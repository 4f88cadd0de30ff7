package io.starkbeat.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.starkbeat.schemas.Samples.Sample;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PublishedDocumentTest {

    private static final String SCHEMA = "application/schema+json";

    static List<PublishedDocument> schemas() {
        return PublishedDocument.all().stream().filter(document -> document.mediaType().equals(SCHEMA)).toList();
    }

    static List<Sample<?>> full() {
        return Samples.full();
    }

    @Test
    void everySchemaIsOne() {
        assertThat(schemas()).extracting(PublishedDocument::name).isEqualTo(PublishedSchemas.names());
    }

    @Test
    void theOtherDocumentsAreOfSocketsAndTopicsAndOfCalls() {
        assertThat(PublishedDocument.all()).filteredOn(document -> !document.mediaType().equals(SCHEMA))
                .satisfiesExactly(document -> {
                    assertThat(document.fileName()).isEqualTo("asyncapi.yaml");
                    assertThat(document.mediaType()).isEqualTo("application/yaml");
                    assertThat(document.text()).startsWith("asyncapi: 3.");
                }, document -> {
                    assertThat(document.fileName()).isEqualTo("openrpc.json");
                    assertThat(document.mediaType()).isEqualTo("application/json");
                    assertThat(SchemaTree.json(document.text()).get("openrpc").asText()).startsWith("1.3.");
                });
    }

    @Test
    void namesAndFilesAreUnique() {
        assertThat(PublishedDocument.all()).extracting(PublishedDocument::name).doesNotHaveDuplicates();
        assertThat(PublishedDocument.all()).extracting(PublishedDocument::fileName).doesNotHaveDuplicates();
    }

    /// The registry knows that one document and fetches nothing: what it does not carry cannot be resolved.
    @ParameterizedTest
    @MethodSource("full")
    void oneFileIsEnoughToValidateWith(Sample<?> sample) {
        Schema alone = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(document(sample.codec().name()).text());

        assertThat(alone.validate(sample.encoded(), InputFormat.JSON)).isEmpty();
        assertThat(alone.validate("{}", InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void whatACarriedSchemaForbidsIsForbidden() {
        Schema alone = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(document("node-state").text());
        Sample<?> state = full().stream().filter(sample -> sample.name().equals("node-state")).findAny().orElseThrow();

        assertThat(alone.validate(state.encoded().replace("\"peer_count\":48", "\"peer_count\":-48"), InputFormat.JSON))
                .isNotEmpty();
    }

    /// By `$id`, and by file name beside the document: both ways lead to a document that there is.
    @ParameterizedTest
    @MethodSource("schemas")
    void referencesResolveByIdAndByFileName(PublishedDocument document) {
        JsonNode schema = SchemaTree.json(document.text());
        URI id = URI.create(schema.get("$id").asText());
        assertThat(id.getPath()).isEqualTo("/schemas/" + document.fileName());
        for (JsonNode reference : schema.findValues("$ref")) {
            if (!reference.asText().startsWith("#")) {
                assertThat(schemas()).extracting(PublishedDocument::fileName).contains(reference.asText());
                assertThat(schema.at("/$defs").path(reference.asText()).path("$id").asText())
                        .isEqualTo(id.resolve(reference.asText()).toString());
            }
        }
    }

    private static PublishedDocument document(String name) {
        return schemas().stream().filter(each -> each.name().equals(name)).findAny().orElseThrow();
    }
}
