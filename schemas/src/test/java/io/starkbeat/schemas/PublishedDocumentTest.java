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

    static List<PublishedDocument> documents() {
        return PublishedDocument.all();
    }

    static List<Sample<?>> full() {
        return Samples.full();
    }

    @Test
    void everySchemaIsOne() {
        assertThat(documents()).extracting(PublishedDocument::name).isEqualTo(PublishedSchemas.names());
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
    @MethodSource("documents")
    void referencesResolveByIdAndByFileName(PublishedDocument document) {
        JsonNode schema = SchemaTree.json(document.text());
        URI id = URI.create(schema.get("$id").asText());
        assertThat(id.getPath()).isEqualTo("/schemas/" + document.fileName());
        for (JsonNode reference : schema.findValues("$ref")) {
            if (!reference.asText().startsWith("#")) {
                assertThat(documents()).extracting(PublishedDocument::fileName).contains(reference.asText());
                assertThat(schema.at("/$defs").path(reference.asText()).path("$id").asText())
                        .isEqualTo(id.resolve(reference.asText()).toString());
            }
        }
    }

    private static PublishedDocument document(String name) {
        return documents().stream().filter(each -> each.name().equals(name)).findAny().orElseThrow();
    }
}
