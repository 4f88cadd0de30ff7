package io.starkbeat.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.topic.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Holds `docs/topics.md` to the topics and the records: its JSON blocks are records that there could be.
final class TopicsPageTest {
    private static final String PAGE = read();

    private static String read() {
        try {
            return Files.readString(Path.of("../docs/topics.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyBlockIsARecordAndEveryTopicHasOne() {
        Set<String> shown = new HashSet<>();
        Matcher block = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL).matcher(PAGE);
        while (block.find()) {
            JsonNode record = SchemaTree.json(block.group(1));
            RecordCodec<?> codec = codec(record);
            assertThat(SchemaTree.errors(PublishedSchemas.id(codec.schema()), record.toString())).as("%s", record)
                    .isEmpty();
            Object decoded = codec.decode(record.toString().getBytes(StandardCharsets.UTF_8));
            assertThat(SchemaTree.json(new String(encode(codec, decoded), StandardCharsets.UTF_8)))
                    .as("the block names only what records have")
                    .isEqualTo(record);
            shown.add(codec.name());
        }
        assertThat(shown).hasSameSizeAs(List.of(Topic.values()));
    }

    @SuppressWarnings("unchecked")
    private static <T> byte[] encode(RecordCodec<T> codec, Object decoded) {
        return codec.encode((T) decoded);
    }

    @Test
    void itsTableListsTheTopics() {
        List<String> listed = new ArrayList<>();
        Matcher row = Pattern.compile("^\\| [^|]+\\? \\| `([^`]+)` \\|", Pattern.MULTILINE).matcher(PAGE);
        while (row.find()) {
            listed.add(row.group(1));
        }
        assertThat(listed).containsExactlyInAnyOrderElementsOf(
                List.of(Topic.values()).stream().map(Topic::suffix).toList());
    }

    @Test
    void everyConsumerOfStatesReadsWhatIsCommitted() {
        assertThat(PAGE.lines().filter(line -> line.contains("--topic starkbeat.")).map(line -> line.replaceAll(
                ".*--topic starkbeat\\.([a-z-]+).*", "$1"))).allSatisfy(
                        topic -> assertThat(List.of(Topic.values()).stream().map(Topic::suffix)).contains(topic));
        assertThat(PAGE).contains("--topic starkbeat.node-state \\\n  --isolation-level read_committed");
    }

    private static RecordCodec<?> codec(JsonNode record) {
        if (record.has("type")) {
            return RecordCodec.SESSION_EVENT;
        }
        if (record.has("node_id")) {
            return RecordCodec.NODE_STATE;
        }
        if (record.has("seen_at")) {
            return RecordCodec.PEER_SIGHTING;
        }
        return record.has("body") ? RecordCodec.REJECTED_MESSAGE : RecordCodec.PIPELINE_PROGRESS;
    }
}
