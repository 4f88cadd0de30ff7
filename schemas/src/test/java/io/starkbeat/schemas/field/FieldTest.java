package io.starkbeat.schemas.field;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldTest {

    @Test
    void namesAreUnique() {
        assertThat(Stream.of(Field.values()).map(Field::kafkaName)).doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z][a-z0-9]*(_[a-z0-9]+)*"));
        assertThat(Stream.of(Field.values()).map(Field::apiName)).doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z][a-zA-Z0-9]*"));
        assertThat(Stream.of(Field.values()).map(field -> field.apiName().toLowerCase(Locale.ROOT)))
                .doesNotHaveDuplicates();
    }

    /// The API's names of its own; every other field has the camel case of its name in records.
    @ParameterizedTest
    @EnumSource(Field.class)
    void theApisNameIsCamelCaseExceptWhereTheSpecificationNamesIt(Field field) {
        String expected = switch (field) {
            case NAME -> "nodeName";
            case CLIENT -> "nodeClientType";
            case VERSION -> "nodeClientVersion";
            case CURRENT_BLOCK_NUMBER_L2 -> "blockHeight";
            case CURRENT_BLOCK_HASH_L2 -> "blockHash";
            default -> {
                StringBuilder camel = new StringBuilder();
                for (String word : field.kafkaName().split("_", -1)) {
                    camel.append(camel.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
                }
                yield camel.toString();
            }
        };
        assertThat(field.apiName()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Field.class)
    void isFoundByItsNames(Field field) {
        assertThat(Field.byKafkaName(field.kafkaName())).isEqualTo(field);
        assertThat(Field.byReportedName(field.kafkaName())).isEqualTo(field);
        assertThat(Field.byKafkaName(field.kafkaName().toUpperCase(Locale.ROOT))).isNull();
        assertThat(field.meaning()).matches("[A-Z].*\\.");
    }

    /// In Turkish the lower case of I is no i: `CPU_TYPE` holds, `VERSION` would not.
    @ParameterizedTest
    @ValueSource(strings = {"en", "tr", "az", "lt"})
    void keysAreComparedWithoutCaseInEveryLocale(String language) {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.of(language));
            for (Field field : Field.values()) {
                assertThat(Field.byReportedName(field.kafkaName().toUpperCase(Locale.ROOT))).isEqualTo(field);
            }
            assertThat(Field.byReportedName("JSON_RPC_version")).isEqualTo(Field.JSON_RPC_VERSION);
            assertThat(Field.byReportedName("networkTraffic")).isEqualTo(Field.NETWORK_TRAFFIC);
            assertThat(Stream.of(FieldGroup.values()).map(FieldGroup::key))
                    .containsExactly("identity", "network", "system");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " name", "names", "node_name", "peerId", "vers\u0131on", "vers\u0130on", "$name", "msg",
            "ts"})
    void otherKeysNameNoField(String key) {
        assertThat(Field.byReportedName(key)).isNull();
        assertThat(Field.byKafkaName(key)).isNull();
    }

    /// What the specification's payload schema lists, and only that, beside the three fields of our own.
    @Test
    void everyPropertyOfTheSpecificationIsAFieldOfItsGroup() throws IOException {
        Set<Field> specified = new HashSet<>();
        JsonNode payload = spec("telemetry-payload.schema.json").get("properties");
        List<String> groups = new ArrayList<>();
        for (Map.Entry<String, JsonNode> group : payload.properties()) {
            groups.add(group.getKey());
            for (Map.Entry<String, JsonNode> property : group.getValue().get("properties").properties()) {
                Field field = Field.byReportedName(property.getKey());
                assertThat(field).as(property.getKey()).isNotNull();
                assertThat(field.group().specName()).as(property.getKey()).isEqualTo(group.getKey());
                assertThat(specified.add(field)).as("%s is named once", field).isTrue();
            }
        }
        assertThat(groups).containsExactlyElementsOf(
                Stream.of(FieldGroup.values()).map(FieldGroup::specName).toList());
        assertThat(Field.values()).hasSize(specified.size() + 3)
                .containsAll(specified)
                .contains(Field.FINALIZED_BLOCK_HASH, Field.FINALIZED_BLOCK_NUMBER, Field.NETWORK_TRAFFIC);
    }

    @Test
    void theSpecificationsUnitsAreTheTables() throws IOException {
        for (JsonNode group : spec("telemetry-payload.schema.json").get("properties")) {
            for (Map.Entry<String, JsonNode> property : group.get("properties").properties()) {
                Unit unit = Field.byReportedName(property.getKey()).unit();
                switch (property.getValue().path("description").asText()) {
                    case "Expressed in ms" -> assertThat(unit).isEqualTo(Unit.MILLISECONDS);
                    case "Expressed in MB" -> assertThat(unit).isEqualTo(Unit.MEGABYTES);
                    case "Expressed in %" -> assertThat(unit).isEqualTo(Unit.PERCENT);
                    case "Number of cores" -> assertThat(unit).isEqualTo(Unit.CORES);
                    default -> assertThat(unit).isIn(Unit.NONE, Unit.BLOCKS, Unit.SECONDS);
                }
            }
        }
    }

    @Test
    void everyNameOfTheResponseSchemaIsAFieldsExceptTheNodesIdAndAddress() throws IOException {
        Set<String> apiNames = new HashSet<>(Stream.of(Field.values()).map(Field::apiName).toList());
        List<String> others = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : spec("node-data-api-response.schema.json")
                .at("/items/properties")
                .properties()) {
            if (!apiNames.contains(property.getKey())) {
                others.add(property.getKey());
            }
        }
        assertThat(others).containsExactly("nodeId", "nodeIp");
    }

    @Test
    void everyKeyOfTheExampleSessionIsAFieldThatTakesItsValue() throws IOException {
        int values = 0;
        for (JsonNode message : spec("example-session.json").get("messages")) {
            for (Map.Entry<String, JsonNode> sent : message.get("payload").properties()) {
                Field field = Field.byReportedName(sent.getKey());
                assertThat(field).as(sent.getKey()).isNotNull();
                assertThat(sent.getValue().isTextual()
                        ? Coercion.ofText(field, sent.getValue().asText())
                        : Coercion.ofNumber(field, sent.getValue().asText()))
                        .isInstanceOfSatisfying(Coercion.Accepted.class,
                                accepted -> assertThat(accepted.field()).isEqualTo(field));
                values++;
            }
        }
        assertThat(values).isEqualTo(36);
    }

    private static JsonNode spec(String file) throws IOException {
        try (InputStream from = FieldTest.class.getResourceAsStream("/spec/" + file)) {
            return new ObjectMapper().readTree(from);
        }
    }
}
