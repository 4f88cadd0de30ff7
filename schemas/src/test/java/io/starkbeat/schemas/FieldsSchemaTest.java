package io.starkbeat.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.field.Unit;
import io.starkbeat.schemas.field.ValueRange;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The schema `fields` is the field table, written out.
final class FieldsSchemaTest {
    private static final Path PUBLISHED = Path.of("src/main/resources/schemas", PublishedSchemas.fileName("fields"));

    private static final JsonNode EVERY_FIELD = SchemaTree.json(
            new String(new RecordCodec<>("fields", 1, Fields.class).encode(Samples.everyField()),
                    StandardCharsets.UTF_8));

    @Test
    void theSchemaIsTheFieldTable() {
        GeneratedFile.of(PUBLISHED).holds(GeneratedFile.json(fromTable()));
    }

    @Test
    void everyFieldOfTheTableIsDescribedAndNoOther() {
        assertThat(SchemaTree.read("fields").get("properties").properties())
                .extracting(property -> property.getKey())
                .containsExactlyElementsOf(Field.kafkaNames());
    }

    @Test
    void whatTheCodecWritesOfEveryFieldIsValid() {
        assertThat(EVERY_FIELD.properties()).hasSameSizeAs(List.of(Field.values()));
        assertThat(SchemaTree.errors(PublishedSchemas.id("fields/1"), EVERY_FIELD.toString())).isEmpty();
    }

    @Test
    void whatNoGatewayWritesIsNotValid() {
        for (String wrong : List.of("{\"capability\":\"Full\"}", "{\"peer_count\":-1}", "{\"peer_count\":1.5}",
                "{\"current_block_number_l2\":18446744073709551616}", "{\"current_block_hash_l2\":\"47c3\"}",
                "{\"memory\":-0.5}", "{\"name\":\"\"}", "{\"name\":5}", "{\"cpu_usage\":\"3\"}")) {
            assertThat(SchemaTree.errors(PublishedSchemas.id("fields/1"), wrong)).as(wrong).isNotEmpty();
        }
    }

    private static ObjectNode fromTable() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", PublishedSchemas.id("fields/1"));
        schema.put("title", "Fields of a node");
        schema.put("description",
                "What a node reports about itself, under the specification's names in lower snake case; "
                        + "each field is absent when it is not known. x-unit is the unit of a number, x-group the group of the "
                        + "specification that the field belongs to, x-api-name its name in the Node Data API. A newer version "
                        + "may add fields and never changes the meaning of one: pass over what you do not know.");
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        for (Field field : Field.values()) {
            properties.set(field.kafkaName(), property(field));
        }
        schema.putArray("examples").add(EVERY_FIELD);
        return schema;
    }

    private static ObjectNode property(Field field) {
        ObjectNode property = JsonNodeFactory.instance.objectNode();
        property.put("description", field.meaning() + rule(field));
        restrict(property, field);
        property.put("x-group", field.group().specName());
        property.put("x-api-name", field.apiName());
        property.putArray("examples").add(EVERY_FIELD.get(field.kafkaName()));
        return property;
    }

    /// Type, range and unit of a field's values, as records keep them.
    static ObjectNode restrict(ObjectNode property, Field field) {
        property.put("type", field.kind().jsonType());
        switch (field.range()) {
            case ValueRange.Length(int max) -> property.put("minLength", 1).put("maxLength", max);
            case ValueRange.OneOf words -> words.names().forEach(property.putArray("enum")::add);
            case ValueRange.HexDigits(int max) -> property.put("pattern", "^0x[0-9a-f]{1," + max + "}$");
            case ValueRange.Unsigned64 _ -> property.put("minimum", 0)
                    .put("maximum", BigInteger.TWO.pow(64).subtract(BigInteger.ONE));
            case ValueRange.NotNegative _ -> property.put("minimum", 0);
            case ValueRange.ShownWithin _ -> {
                // Any number is kept.
            }
        }
        if (field.unit() != Unit.NONE) {
            property.put("x-unit", field.unit().symbol());
        }
        return property;
    }

    private static String rule(Field field) {
        return switch (field.kind()) {
            case TEXT, CAPABILITY, NUMBER -> "";
            case PEER_ID -> " In base58 when it is one; anything else is kept as it was sent.";
            case HASH -> " 0x and up to 64 hex digits, in lower case.";
            case WHOLE -> " An unsigned 64-bit integer: read it with a type that holds 2^64-1.";
            case PERCENT -> " Values outside 0 to 100 are kept as they were sent; the API leaves them out.";
        };
    }
}
