package io.starkbeat.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starkbeat.schemas.Samples.Sample;
import io.starkbeat.schemas.codec.UndecodableRecordException;
import io.starkbeat.schemas.node.NodeSource;
import io.starkbeat.schemas.session.RejectionReason;
import io.starkbeat.schemas.session.SessionEvent;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds records, codecs and published schemas to each other.
final class RecordContractTest {
    /// What is part of records, what sockets carry, and what the API answers.
    private static final Set<String> NO_RECORDS = Set.of("fields", "telemetry-report", "error-frame", "node-item",
            "node-detail", "network", "problem");

    static List<Sample<?>> all() {
        return Samples.all();
    }

    static List<Sample<?>> full() {
        return Samples.full();
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatTheCodecWritesIsValid(Sample<?> sample) {
        assertThat(SchemaTree.errors(id(sample), sample.encoded())).as(sample.encoded()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    <T> void whatWasWrittenIsReadBackAsTheSame(Sample<T> sample) {
        assertThat(sample.codec().decode(sample.codec().encode(sample.record()))).isEqualTo(sample.record());
    }

    @ParameterizedTest
    @MethodSource("full")
    void schemaAndCodecKnowTheSameProperties(Sample<?> sample) {
        JsonNode written = SchemaTree.json(sample.encoded());
        assertThat(SchemaTree.written(written, "extensions"))
                .as("what the codec writes, against what %s describes", id(sample))
                .isEqualTo(SchemaTree.described(id(sample), written));
    }

    @ParameterizedTest
    @MethodSource("full")
    void everyPropertyIsExplained(Sample<?> sample) {
        JsonNode written = SchemaTree.json(sample.encoded());
        assertThat(unexplained(SchemaTree.of(id(sample), written), "")).isEmpty();
    }

    /// A `$ref` brings its description along.
    static Set<String> unexplained(JsonNode schema, String at) {
        Set<String> paths = new TreeSet<>();
        if (!schema.path("description").asText().endsWith(".") && !schema.has("$ref") && !schema.has("const")) {
            paths.add(at);
        }
        schema.path("properties").properties().forEach(
                property -> paths.addAll(unexplained(property.getValue(), at + "/" + property.getKey())));
        return paths;
    }

    @ParameterizedTest
    @MethodSource("all")
    <T> void propertiesOfNewerVersionsArePassedOver(Sample<T> sample) {
        JsonNode newer = SchemaTree.json(sample.encoded());
        addUnknown(newer);
        assertThat(decode(sample, newer)).isEqualTo(sample.record());
        assertThat(SchemaTree.errors(id(sample), newer.toString())).isEmpty();
    }

    private static void addUnknown(JsonNode node) {
        node.properties().stream().filter(property -> !property.getKey().equals("extensions")).forEach(
                property -> addUnknown(property.getValue()));
        if (node instanceof ArrayNode array) {
            array.forEach(RecordContractTest::addUnknown);
        }
        if (node instanceof ObjectNode object) {
            object.putObject("of_a_newer_version").putArray("deep").add(1).addNull();
        }
    }

    /// Both ways: what the schema requires the codec does not read without, and what the codec does not read without the
    /// schema requires.
    @ParameterizedTest
    @MethodSource("full")
    void whatIsRequiredIsMissedByTheReader(Sample<?> sample) {
        ObjectNode complete = (ObjectNode) SchemaTree.json(sample.encoded());
        JsonNode schema = SchemaTree.of(id(sample), complete);
        Set<String> required = new TreeSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        assertThat(missed(sample, complete, complete)).isEqualTo(required);
        for (String part : List.of("session", "claims")) {
            JsonNode described = schema.path("properties").path(part);
            JsonNode of = complete.path(part);
            if (described.path("type").asText().equals("array")) {
                described = described.get("items");
                of = of.get(0);
            }
            if (of instanceof ObjectNode object) {
                Set<String> inside = new TreeSet<>();
                described.path("required").forEach(name -> inside.add(name.asText()));
                assertThat(missed(sample, complete, object)).as(part).isEqualTo(inside);
            }
        }
    }

    /// The properties of a part without which the whole cannot be read, be they absent or null.
    private static Set<String> missed(Sample<?> sample, ObjectNode whole, ObjectNode part) {
        Set<String> missed = new TreeSet<>();
        for (String name : part.deepCopy().properties().stream().map(property -> property.getKey()).toList()) {
            JsonNode value = part.remove(name);
            boolean absent = readable(sample, whole);
            part.putNull(name);
            assertThat(readable(sample, whole)).as("null as %s is the same as its absence", name).isEqualTo(absent);
            part.set(name, value);
            if (!absent) {
                missed.add(name);
            }
        }
        return missed;
    }

    private static boolean readable(Sample<?> sample, JsonNode json) {
        try {
            decode(sample, json);
            return true;
        } catch (UndecodableRecordException e) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("full")
    void valuesOfAnotherTypeAreRefused(Sample<?> sample) {
        ObjectNode complete = (ObjectNode) SchemaTree.json(sample.encoded());
        for (String name : complete.deepCopy().properties().stream().map(property -> property.getKey()).toList()) {
            if (name.equals("extensions")) {
                continue;
            }
            JsonNode value = complete.get(name);
            List<JsonNode> others = Stream.of("\"4 x\"", "4", "4.5", "true", "[4]", "{\"type\":4,\"name\":4.5e9999}")
                    .map(SchemaTree::json)
                    .filter(other -> other.getNodeType() != value.getNodeType()
                            || other.isNumber() && value.isIntegralNumber() && !other.isIntegralNumber())
                    .toList();
            for (JsonNode other : others) {
                if (other.isObject() && value.isObject()) {
                    continue;
                }
                complete.set(name, other);
                assertThatExceptionOfType(UndecodableRecordException.class)
                        .as("%s: %s", name, other)
                        .isThrownBy(() -> decode(sample, complete));
            }
            complete.set(name, value);
        }
    }

    @Test
    void everyTopicsSchemaIsTheOneThatItsCodecNames() {
        Set<String> ids = new TreeSet<>();
        for (Sample<?> sample : Samples.all()) {
            assertThat(PublishedSchemas.names()).contains(sample.codec().name());
            ids.add(id(sample));
        }
        for (String name : PublishedSchemas.names()) {
            String id = SchemaTree.read(name).get("$id").asText();
            assertThat(ids.contains(id)).as(id).isEqualTo(!NO_RECORDS.contains(name));
        }
    }

    @Test
    void everyTypeOfSessionEventHasItsBranch() {
        Set<String> types = new TreeSet<>();
        Set<Class<?>> classes = new HashSet<>();
        for (Sample<?> sample : Samples.all()) {
            if (sample.record() instanceof SessionEvent event) {
                String type = SchemaTree.json(sample.encoded()).get("type").asText();
                types.add("#/$defs/" + type);
                classes.add(event.getClass());
                assertThat(SchemaTree.read("session-event").at("/$defs/" + type + "/properties/type/const").asText())
                        .isEqualTo(type);
            }
        }
        assertThat(classes).containsExactlyInAnyOrder(SessionEvent.class.getPermittedSubclasses());
        assertThat(StreamSupport.stream(SchemaTree.read("session-event").get("oneOf").spliterator(), false)
                .map(branch -> branch.get("$ref").asText())).containsExactlyInAnyOrderElementsOf(types);
    }

    @Test
    void everyReasonHasOneName() {
        assertThat(constants("rejected-message", "/properties/reason/oneOf"))
                .isEqualTo(Stream.of(RejectionReason.values()).map(RejectionReason::code).toList())
                .isEqualTo(Stream.of(RejectionReason.values()).map(RecordContractTest::jsonName).toList())
                .allMatch(name -> name.matches("[a-z0-9]+(_[a-z0-9]+)*"));
    }

    @Test
    void errorFramesGiveTheSameReasons() {
        assertThat(SchemaTree.read("error-frame").at("/properties/error/properties/code/oneOf"))
                .isEqualTo(SchemaTree.read("rejected-message").at("/properties/reason/oneOf"));
        for (JsonNode example : SchemaTree.read("error-frame").get("examples")) {
            assertThat(SchemaTree.errors(PublishedSchemas.id("error-frame/1"), example.toString())).isEmpty();
        }
    }

    @Test
    void everySourceHasOneName() {
        assertThat(constants("node-state", "/properties/sources/items/oneOf"))
                .isEqualTo(Stream.of(NodeSource.values()).map(NodeSource::key).toList())
                .isEqualTo(Stream.of(NodeSource.values()).map(RecordContractTest::jsonName).toList());
    }

    private static List<String> constants(String schema, String at) {
        return StreamSupport.stream(SchemaTree.read(schema).at(at).spliterator(), false)
                .map(constant -> constant.get("const").asText())
                .toList();
    }

    private static String jsonName(Enum<?> constant) {
        return SchemaTree.JSON.valueToTree(constant).asText();
    }

    @Test
    void everyExampleIsWhatItIsAnExampleOf() {
        for (Sample<?> sample : Samples.full()) {
            JsonNode examples = SchemaTree.read(sample.codec().name()).path("examples");
            assertThat(examples).as(sample.codec().name()).isNotEmpty();
            for (JsonNode example : examples) {
                assertThat(SchemaTree.errors(id(sample), example.toString())).isEmpty();
                decode(sample, example);
            }
        }
    }

    private static <T> T decode(Sample<T> sample, JsonNode json) {
        return sample.codec().decode(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String id(Sample<?> sample) {
        return PublishedSchemas.id(sample.codec().schema());
    }
}
