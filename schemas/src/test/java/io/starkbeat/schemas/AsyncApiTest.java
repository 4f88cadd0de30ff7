package io.starkbeat.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.codec.RecordHeaders;
import io.starkbeat.schemas.topic.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Holds the AsyncAPI document to AsyncAPI's own schema, to the topics and codecs of the code, and to the JSON Schemas.
final class AsyncApiTest {
    private static final JsonNode DOCUMENT = read();

    private static JsonNode read() {
        String text = PublishedDocument.all()
                .stream()
                .filter(document -> document.name().equals("asyncapi"))
                .findAny()
                .orElseThrow()
                .text();
        try {
            return new ObjectMapper(new YAMLFactory()).readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void isAnAsyncApiDocument() throws IOException {
        try (InputStream schema = AsyncApiTest.class.getResourceAsStream("/asyncapi/3.0.0.schema.json")) {
            assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(new String(schema.readAllBytes(), StandardCharsets.UTF_8))
                    .validate(DOCUMENT.toString(), InputFormat.JSON)).isEmpty();
        }
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        for (JsonNode reference : DOCUMENT.findValues("$ref")) {
            String target = reference.asText();
            if (target.startsWith("#")) {
                assertThat(DOCUMENT.at(target.substring(1)).isMissingNode()).as(target).isFalse();
            } else {
                assertThat(PublishedSchemas.names().stream().map(PublishedSchemas::fileName)).contains(target);
            }
        }
    }

    @Test
    void itsChannelsAreTheSocketAndTheTopics() {
        Set<String> expected = new TreeSet<>(Stream.of(Topic.values()).map(Topic::suffix).toList());
        expected.add("submit");
        assertThat(names(DOCUMENT.get("channels"))).isEqualTo(expected);
        Set<String> operated = new TreeSet<>();
        DOCUMENT.get("operations").forEach(operation -> operated.add(
                operation.at("/channel/$ref").asText().replace("#/channels/", "")));
        assertThat(operated).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Topic.class)
    void aTopicIsAsItIsCreated(Topic topic) {
        JsonNode channel = DOCUMENT.at("/channels/" + topic.suffix());
        assertThat(channel.get("address").asText().replace("{prefix}", "any-")).isEqualTo(topic.in("any-"));
        assertThat(channel.at("/servers/0/$ref").asText()).isEqualTo("#/servers/kafka");

        Map<String, String> config = new TreeMap<>();
        for (Map.Entry<String, JsonNode> setting : channel.at("/bindings/kafka/topicConfiguration").properties()) {
            config.put(setting.getKey(), setting.getValue().isArray()
                    ? String.join(",", setting.getValue().valueStream().map(JsonNode::asText).toList())
                    : setting.getValue().asText());
        }
        assertThat(config).isEqualTo(topic.config());
        assertThat(channel.at("/bindings/kafka/partitions").isMissingNode())
                .isEqualTo(topic.partitioning() == Topic.Partitioning.JOINED);
    }

    @ParameterizedTest
    @EnumSource(Topic.class)
    void aTopicsMessageIsWhatItsCodecWrites(Topic topic) {
        RecordCodec<?> codec = codec(topic);
        JsonNode message = message(topic);
        assertThat(message.at("/payload/schema/$ref").asText()).isEqualTo(PublishedSchemas.fileName(codec.name()));
        assertThat(message.at("/headers/properties/" + RecordHeaders.SCHEMA + "/const").asText())
                .isEqualTo(codec.schema());
        assertThat(Set.of(RecordHeaders.SCHEMA, RecordHeaders.GATEWAY, RecordHeaders.CRAWLER))
                .containsAll(names(message.at("/headers/properties")));
        assertThat(message.at("/bindings/kafka/key/description").asText()).isNotEmpty();
        assertThat(message.get("examples")).isNotEmpty();
        for (JsonNode example : message.get("examples")) {
            byte[] payload = example.get("payload").toString().getBytes(StandardCharsets.UTF_8);
            assertThat(SchemaTree.errors(PublishedSchemas.id(codec.schema()), example.get("payload").toString()))
                    .isEmpty();
            assertThat(codec.decode(payload)).isNotNull();
            assertThat(RecordHeaders.allows(example.at("/headers/" + RecordHeaders.SCHEMA).asText()
                    .getBytes(StandardCharsets.UTF_8), codec)).isTrue();
        }
    }

    /// The gateway's tests decode the schema's examples.
    @Test
    void itsReportsAreTheSchemasExamples() {
        JsonNode report = DOCUMENT.at("/components/messages/report");
        assertThat(report.at("/payload/schema/$ref").asText()).isEqualTo("telemetry-report.schema.json");
        assertThat(
                report.get("examples").valueStream().map(example -> SchemaTree.json(example.get("payload").toString())))
                .containsExactlyElementsOf(SchemaTree.read("telemetry-report").get("examples"));
    }

    @Test
    void itsErrorFramesAreValid() {
        JsonNode frame = DOCUMENT.at("/components/messages/errorFrame");
        assertThat(frame.at("/payload/schema/$ref").asText()).isEqualTo("error-frame.schema.json");
        assertThat(frame.get("examples")).isNotEmpty()
                .allSatisfy(example -> assertThat(
                        SchemaTree.errors(PublishedSchemas.id("error-frame/1"), example.get("payload").toString()))
                        .isEmpty());
    }

    private static JsonNode message(Topic topic) {
        JsonNode messages = DOCUMENT.at("/channels/" + topic.suffix() + "/messages");
        assertThat(messages).hasSize(1);
        return DOCUMENT.at(messages.iterator().next().get("$ref").asText().substring(1));
    }

    private static RecordCodec<?> codec(Topic topic) {
        return switch (topic) {
            case NODE_TELEMETRY -> RecordCodec.SESSION_EVENT;
            case NODE_TELEMETRY_REJECTED -> RecordCodec.REJECTED_MESSAGE;
            case NODE_SIGHTINGS -> RecordCodec.PEER_SIGHTING;
            case NODE_STATE -> RecordCodec.NODE_STATE;
            case PIPELINE_PROGRESS -> RecordCodec.PIPELINE_PROGRESS;
        };
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
