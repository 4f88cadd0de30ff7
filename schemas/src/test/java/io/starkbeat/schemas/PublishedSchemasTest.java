package io.starkbeat.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PublishedSchemasTest {
    private static final String META_SCHEMA = "https://json-schema.org/draft/2020-12/schema";

    static List<String> names() {
        return PublishedSchemas.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void isAJsonSchemaThatSaysWhatItIs(String name) {
        JsonNode schema = SchemaTree.read(name);
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of(META_SCHEMA))
                .validate(schema.toString(), InputFormat.JSON)).isEmpty();
        assertThat(schema.get("$schema").asText()).isEqualTo(META_SCHEMA);
        assertThat(schema.get("$id").asText()).isEqualTo(PublishedSchemas.id(name + "/1"));
        assertThat(schema.path("title").asText()).isNotBlank();
        assertThat(schema.path("description").asText()).contains("pass over what you do not know");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "node", "Node-State", "node-state.schema.json", "../schemas/node-state", "/node-state"})
    void hasNothingUnderOtherNames(String name) {
        assertThat(PublishedSchemas.json(name)).isEmpty();
    }

    @Test
    void namesTheFilesAsTheyArePublished() {
        assertThat(PublishedSchemas.fileName("node-state")).isEqualTo("node-state.schema.json");
    }
}
