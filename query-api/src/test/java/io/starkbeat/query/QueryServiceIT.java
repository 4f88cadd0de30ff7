package io.starkbeat.query;

import static io.starkbeat.query.TestNodes.NOON;
import static io.starkbeat.query.TestNodes.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.starkbeat.embedded.junit.KafkaCluster;
import io.starkbeat.embedded.junit.WithKafka;
import io.starkbeat.kit.kafka.KafkaSettings;
import io.starkbeat.kit.kafka.TopicProvisioner;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.codec.RecordMapper;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.intake.Intake;
import io.starkbeat.schemas.progress.PipelineProgress;
import io.starkbeat.schemas.topic.Topic;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// The service on a real broker: records in, HTTP answers out.
@WithKafka
@TestInstance(Lifecycle.PER_CLASS)
class QueryServiceIT {
    static {
        // Machines that build are shared: what takes a moment alone may take many times as long.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(40));
    }

    private final KafkaCluster kafka;
    private Records records;
    private RunningQuery query;

    QueryServiceIT(KafkaCluster kafka) {
        this.kafka = kafka;
    }

    /// Poison and good records lie on the topic before the service starts, so that it restores across them.
    @BeforeAll
    void start() throws Exception {
        new TopicProvisioner(KafkaSettings.read(Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "TOPIC_PREFIX", kafka.uniquePrefix(), "TOPIC_PARTITIONS", "3")))
                .provision("test", List.of(Topic.NODE_STATE, Topic.PIPELINE_PROGRESS));
        records = new Records(kafka.bootstrapServers(), kafka.uniquePrefix());
        records.poison("poisoned-before", "{\"node_id\": 7");
        records.state(node("before").with(Field.NAME, "restored").state());
        records.state(node("poisoned-later").state());
        records.poison("poisoned-later", "\u0000\u0001 no JSON");
        // A state under another node's key.
        records.bytes(Topic.NODE_STATE, "borrowed", RecordCodec.NODE_STATE.encode(node("before").state()));
        // One that names another schema, and one that is larger than any state.
        records.bytes(Topic.NODE_STATE, "foreign", RecordCodec.NODE_STATE.encode(node("foreign").state()),
                "session-event/1");
        records.bytes(Topic.NODE_STATE, "huge", huge("huge"));
        records.bytes(Topic.NODE_STATE, "newer", RecordCodec.NODE_STATE.encode(node("newer").state()), "node-state/2");
        // Some clients write no timestamp, which Kafka Streams calls malformed.
        records.bytes(Topic.NODE_STATE, -1, "timeless", RecordCodec.NODE_STATE.encode(node("timeless").state()));
        records.bytes(Topic.PIPELINE_PROGRESS, "0", "{}".getBytes(StandardCharsets.UTF_8));
        // A time that never comes, as of a moment that was; and another partition's progress.
        records.bytes(Topic.PIPELINE_PROGRESS, NOON.toEpochMilli(), "0",
                "{\"partition\":0,\"time\":\"9998-01-01T00:00:00.000Z\",\"lag\":0,\"instance\":\"t\"}"
                        .getBytes(StandardCharsets.UTF_8));
        records.bytes(Topic.PIPELINE_PROGRESS, NOON.toEpochMilli(), "1",
                "{\"partition\":0,\"time\":\"2026-11-01T11:00:00.000Z\",\"lag\":0,\"instance\":\"t\"}"
                        .getBytes(StandardCharsets.UTF_8));
        records.bytes(Topic.PIPELINE_PROGRESS, "0",
                RecordCodec.PIPELINE_PROGRESS.encode(new PipelineProgress(0, NOON, 0, "t", null, null)),
                "node-state/1");
        records.progress(NOON);
        query = RunningQuery.start(kafka.bootstrapServers(), kafka.uniquePrefix());
    }

    @AfterAll
    void stop() {
        query.close();
        records.close();
    }

    @Test
    void poisonIsCountedAndTheOthersAreServed() throws Exception {
        assertThat(names()).contains("before", "timeless", "newer").doesNotContain("poisoned-before", "poisoned-later",
                "borrowed", "foreign", "huge");
        assertThat(query.get("/api/nodes/poisoned-later").statusCode()).isEqualTo(404);
        double restored = poisoned("node-state");
        assertThat(restored).isGreaterThanOrEqualTo(5);
        assertThat(reasons("node-state")).containsOnlyKeys("undecodable", "wrong_key", "wrong_schema", "too_large")
                .containsEntry("wrong_key", 1.0)
                .containsEntry("wrong_schema", 1.0)
                .containsEntry("too_large", 1.0);
        assertThat(metric("starkbeat_query_records_total{", "superseded", "node-state"))
                .as("the good state before the poison was not even read").isEqualTo(1);
        assertThat(poisoned("pipeline-progress")).isEqualTo(4);
        assertThat(reasons("pipeline-progress")).containsOnly(Map.entry("undecodable", 1.0),
                Map.entry("ahead_of_time", 1.0), Map.entry("wrong_key", 1.0), Map.entry("wrong_schema", 1.0));

        records.state(node("poisoned-after").state());
        await().until(() -> names().contains("poisoned-after"));
        records.poison("poisoned-after", "[]");
        records.bytes(Topic.NODE_STATE, -1, "timeless-after",
                RecordCodec.NODE_STATE.encode(node("timeless-after").state()));
        records.state(node("after-poison").state());

        await().until(() -> names().containsAll(List.of("after-poison", "timeless-after")));
        await().until(() -> !names().contains("poisoned-after"));
        assertThat(poisoned("node-state")).isEqualTo(restored + 1);
        assertThat(reasons("node-state").values().stream().mapToDouble(Double::doubleValue).sum())
                .isEqualTo(restored + 1);
        assertThat(query.manage("/health/ready").statusCode()).isEqualTo(200);

        records.state(node("poisoned-after").state());
        await().until(() -> names().contains("poisoned-after"));
    }

    @Test
    void aStateIsAnItemAndADetail() throws Exception {
        records.state(node("12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony").with(Field.NAME, "Starknode")
                .with(Field.CLIENT, "Madara")
                .with(Field.CPU_USAGE, "3")
                .with(Field.STORAGE_USAGE, "245")
                .at("Starknet", 1)
                .address("192.0.2.7")
                .state());
        await().until(() -> names().contains("12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony"));

        HttpResponse<String> list = query.get("/api/nodes");
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(schema())
                .validate(list.body(), InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
                .isEmpty();
        assertThat(list.headers().firstValue("access-control-allow-origin")).hasValue("*");
        assertThat(list.headers().firstValue("content-length"))
                .hasValue("" + list.body().getBytes(StandardCharsets.UTF_8).length);
        JsonNode detail = query.json("/api/nodes/12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony");
        assertThat(detail.get("nodeIp").asText()).isEqualTo("192.0.2.7");
        assertThat(detail.get("blockHeight").asInt()).isEqualTo(1);
        assertThat(detail.get("units").get("cpuUsage").asText()).isEqualTo("%");
        assertThat(detail.get("outOfRange").get("storageUsage").asInt()).isEqualTo(245);
        assertThat(detail.has("storageUsage")).isFalse();
    }

    @Test
    void anIdIsPercentEncoded() throws Exception {
        records.state(node("session:7f3c").with(Field.NAME, "unnamed").state());
        await().until(() -> names().contains("session:7f3c"));

        assertThat(query.json("/api/nodes/session:7f3c").get("nodeName").asText()).isEqualTo("unnamed");
        assertThat(query.json("/api/nodes/session%3A7f3c").get("nodeName").asText()).isEqualTo("unnamed");
    }

    @Test
    void aTombstoneTakesTheNodeAway() throws Exception {
        records.state(node("forgotten").state());
        await().until(() -> names().contains("forgotten"));

        records.tombstone("forgotten");

        await().until(() -> !names().contains("forgotten"));
        assertThat(query.get("/api/nodes/forgotten").statusCode()).isEqualTo(404);
    }

    @Test
    void pipelineTimeIsTheMinimumOfThePartitions() throws Exception {
        records.bytes(Topic.PIPELINE_PROGRESS, NOON.plusSeconds(1).toEpochMilli(), "0",
                "{\"partition\":0,\"time\":\"2026-11-01T12:00:01.000Z\",\"lag\":0,\"instance\":\"t\"}"
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(query.get("/api/nodes").headers().firstValue("starkbeat-as-of"))
                .hasValue("2026-11-01T12:00:00.000Z");

        records.progress(NOON.plusSeconds(2));

        await().untilAsserted(() -> assertThat(query.get("/").headers().firstValue("starkbeat-as-of"))
                .hasValue("2026-11-01T12:00:02.000Z"));
    }

    @Test
    void aRestartedReaderAndASecondOneGiveTheSameAnswer() throws Exception {
        records.state(node("kept").at("main", 7).state());
        await().until(() -> names().contains("kept"));

        try (RunningQuery second = RunningQuery.start(kafka.bootstrapServers(), kafka.uniquePrefix())) {
            // Another test may be writing: both see it sooner or later.
            await().untilAsserted(
                    () -> assertThat(second.get("/api/nodes").body()).isEqualTo(query.get("/api/nodes").body()));
        }
    }

    @Test
    void theCatalogRebuiltFromTheStoreGivesTheSameAnswer() throws Exception {
        for (int i = 0; i < 50; i++) {
            records.state(node("rebuilt-" + i).at("rebuilt", i).from("key-" + i % 3).state());
        }
        await().until(() -> names().contains("rebuilt-49"));
        String before = query.get("/api/nodes").body();

        query.service().rebuildCatalog();

        // It is a new body: one of 10 ms ago would be the old one.
        double built = builds();
        await().until(() -> {
            query.get("/api/nodes");
            return builds() > built;
        });
        assertThat(query.get("/api/nodes").body()).isEqualTo(before);
    }

    @Test
    void theRootNamesWhatThereIs() throws Exception {
        assertThat(query.json("/").get("endpoints").has("/api/nodes")).isTrue();
    }

    @Test
    void statusAndMetricsTellHowItIs() throws Exception {
        query.get("/api/nodes");
        JsonNode details = RecordMapper.mapper()
                .readTree(query.manage("/status").body())
                .at("/services/query/details");
        assertThat(details.at("/store/state").asText()).isEqualTo("RUNNING");
        assertThat(details.at("/store/partitionsDone").asInt()).isEqualTo(3);
        assertThat(details.at("/progressPartitionsKnown").asInt()).isEqualTo(3);
        String metrics = query.manage("/metrics").body();
        assertThat(metrics).contains("starkbeat_query_nodes{status=\"online\"",
                "starkbeat_query_requests_seconds_count{route=\"/api/nodes\",status=\"200\"}",
                "starkbeat_query_list_builds_seconds_count", "starkbeat_query_as_of_seconds");
    }

    private List<String> names() throws Exception {
        return query.json("/api/nodes").findValuesAsText("nodeId");
    }

    private double poisoned(String topic) throws Exception {
        return metric("starkbeat_query_records_total{", "poisoned", topic);
    }

    /// How many records of a topic were left out, by reason.
    private Map<String, Double> reasons(String topic) throws Exception {
        Pattern series = Pattern.compile("starkbeat_query_records_poisoned_total\\{reason=\"(.+)\",topic=\"" + topic
                + "\"} (\\S+)");
        return query.manage("/metrics")
                .body()
                .lines()
                .map(series::matcher)
                .filter(Matcher::matches)
                .filter(line -> !line.group(2).equals("0.0"))
                .collect(Collectors.toMap(line -> line.group(1), line -> Double.valueOf(line.group(2))));
    }

    /// A state but for its size.
    private static byte[] huge(String nodeId) {
        String json = new String(RecordCodec.NODE_STATE.encode(node(nodeId).state()), StandardCharsets.UTF_8);
        return json.replaceFirst("\\{", "{\"of_a_newer_version\":\"" + "x".repeat(Intake.MAX_STATE) + "\",")
                .getBytes(StandardCharsets.UTF_8);
    }

    private double builds() throws Exception {
        return metric("starkbeat_query_list_builds_seconds_count");
    }

    private double metric(String start, String... parts) throws Exception {
        String line = query.manage("/metrics")
                .body()
                .lines()
                .filter(each -> each.startsWith(start) && Stream.of(parts).allMatch(each::contains))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    private static String schema() throws Exception {
        try (InputStream in = Objects.requireNonNull(
                QueryServiceIT.class.getResourceAsStream("node-data-api-response.schema.json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
