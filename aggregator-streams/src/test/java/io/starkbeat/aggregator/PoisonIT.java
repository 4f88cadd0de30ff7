package io.starkbeat.aggregator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.starkbeat.aggregator.fold.Events;
import io.starkbeat.aggregator.intake.Intake;
import io.starkbeat.embedded.junit.KafkaCluster;
import io.starkbeat.embedded.junit.WithKafka;
import io.starkbeat.kit.kafka.KafkaSettings;
import io.starkbeat.kit.service.ServiceProcess;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.codec.RecordHeaders;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.schemas.topic.KeyPartition;
import io.starkbeat.schemas.topic.Topic;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever lies on a topic, the aggregator counts it and goes on, while it runs and after a restart without a store.
@WithKafka
class PoisonIT {
    private static final int PARTITIONS = 2;
    private static final int PARTITION = KeyPartition.of(Events.PEER, PARTITIONS);
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, NodeState> nodes = new HashMap<>();
    private final KafkaSettings kafka;
    private KafkaProducer<String, byte[]> producer;
    private KafkaConsumer<String, byte[]> reader;
    private ServiceProcess aggregator;

    @TempDir
    private Path stateDir;

    PoisonIT(KafkaCluster cluster) {
        environment.put("KAFKA_BOOTSTRAP_SERVERS", cluster.bootstrapServers());
        environment.put("TOPIC_PREFIX", cluster.uniquePrefix() + System.nanoTime() + ".");
        environment.put("TOPIC_PARTITIONS", String.valueOf(PARTITIONS));
        environment.put("MANAGEMENT_PORT", "0");
        environment.put("LISTEN_HOST", "127.0.0.1");
        kafka = KafkaSettings.read(environment);
    }

    @BeforeEach
    void connect() throws Exception {
        Map<String, Object> config = new HashMap<>(kafka.producer("it"));
        // Whoever else writes to the topic may be allowed more than our own producers; compressed it passes the broker.
        config.put("max.request.size", 16 << 20);
        producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
        reader = new KafkaConsumer<>(kafka.consumer("it"), new StringDeserializer(), new ByteArrayDeserializer());
        start("first");
    }

    @AfterEach
    void close() {
        aggregator.close();
        producer.close();
        reader.close();
    }

    @Test
    void poisonOnTheInputIsCountedByTopicAndReasonAndPassedOver() throws Exception {
        poisonTelemetry();
        poisonSightings();
        Events session = new Events("good", "a", Instant.now());
        send(session.opened(), session.report(0, Events.identity(Events.PEER)));

        awaitHeight(session, 7);
        assertThat(poisoned("node-telemetry", "undecodable")).isEqualTo(8);
        assertThat(poisoned("node-telemetry", "no_key")).isEqualTo(1);
        assertThat(poisoned("node-telemetry", "no_value")).isEqualTo(1);
        assertThat(poisoned("node-telemetry", "wrong_key")).isEqualTo(1);
        assertThat(poisoned("node-telemetry", "wrong_schema")).isEqualTo(1);
        assertThat(poisoned("node-telemetry", "too_large")).isEqualTo(2);
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(poisoned("node-sightings", "undecodable")).isEqualTo(2);
            assertThat(poisoned("node-sightings", "wrong_key")).isEqualTo(2);
            assertThat(poisoned("node-sightings", "wrong_schema")).isEqualTo(1);
        });
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(nodes).containsOnlyKeys(Events.PEER);
    }

    @Test
    void poisonInTheChangelogIsRemovedOnRestore() throws Exception {
        Events session = new Events("good", "a", Instant.now());
        send(session.opened(), session.report(0, Events.identity(Events.PEER)));
        awaitHeight(session, 7);
        aggregator.close();
        String changelog = changelog();
        for (String key : List.of("session/a", "node/a", "neither", "", "node/" + Events.PEER)) {
            producer.send(new ProducerRecord<>(changelog, PARTITION, key, "{\"offset\":1}".getBytes(UTF_8))).get();
        }
        start("second");

        awaitHeight(session, 8);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                poisoned("fold-state", "undecodable") + poisoned("fold-state", "wrong_key")).isEqualTo(5));
        aggregator.close();
        start("third");

        awaitHeight(session, 9);
        assertThat(poisoned("fold-state", "undecodable") + poisoned("fold-state", "wrong_key"))
                .as("it was removed from the changelog").isZero();
    }

    @Test
    void poisonOnTheProgressTopicMovesNoTime() throws Exception {
        String topic = kafka.topic(Topic.PIPELINE_PROGRESS);
        producer.send(new ProducerRecord<>(topic, 0, "0", "no JSON".getBytes(UTF_8))).get();
        producer.send(new ProducerRecord<>(topic, 0, "0", progress(0, "9998-01-01T00:00:00.000Z"))).get();
        producer.send(new ProducerRecord<>(topic, 0, "1", progress(0, "2020-01-01T00:00:00.000Z"))).get();
        producer.send(new ProducerRecord<>(topic, 0, "0", null)).get();

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(poisoned("pipeline-progress", "undecodable")).isEqualTo(1);
            assertThat(poisoned("pipeline-progress", "ahead_of_time")).isEqualTo(1);
            assertThat(poisoned("pipeline-progress", "wrong_key")).isEqualTo(1);
        });
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    private String changelog() throws Exception {
        try (Admin admin = Admin.create(kafka.admin("it"))) {
            return admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith(environment.get("TOPIC_PREFIX"))
                            && topic.endsWith("-fold-state-changelog"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static byte[] progress(int partition, String time) {
        return ("{\"partition\":" + partition + ",\"time\":\"" + time + "\",\"lag\":0,\"instance\":\"x\"}")
                .getBytes(UTF_8);
    }

    private void poisonTelemetry() throws Exception {
        for (String value : List.of("", "no JSON", "[]", "null", "{}", "{\"type\":\"unknown\"}",
                "{\"type\":\"report\",\"session_id\":[],\"seq\":\"x\"}",
                "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000))) {
            put(Topic.NODE_TELEMETRY, "p", value.getBytes(UTF_8), null);
        }
        Events poison = new Events("p", "a", Instant.now());
        byte[] good = RecordCodec.SESSION_EVENT.encode(poison.opened());
        put(Topic.NODE_TELEMETRY, null, good, null);
        put(Topic.NODE_TELEMETRY, "p", null, null);
        put(Topic.NODE_TELEMETRY, "another", good, null);
        put(Topic.NODE_TELEMETRY, "p", good, "node-state/1");
        // As states they would be larger than a record may be, and end every stream thread that folds them.
        put(Topic.NODE_TELEMETRY, "p", RecordCodec.SESSION_EVENT.encode(poison.report(0,
                Fields.of(Field.NAME, new FieldValue.Text("x".repeat(8 << 20))))), null);
        put(Topic.NODE_TELEMETRY, "p", RecordCodec.SESSION_EVENT.encode(poison.report(0,
                Fields.of(Field.NAME, new FieldValue.Text("x".repeat(Intake.MAX_TEXT + 1))))), null);
    }

    private void poisonSightings() throws Exception {
        byte[] good = ("{\"peer_id\":\"" + Events.PEER
                + "\",\"seen_at\":\"2026-01-01T00:00:00.000Z\",\"reachable\":true}").getBytes(UTF_8);
        put(Topic.NODE_SIGHTINGS, Events.PEER, "no JSON".getBytes(UTF_8), null);
        put(Topic.NODE_SIGHTINGS, Events.PEER, "{}".getBytes(UTF_8), null);
        put(Topic.NODE_SIGHTINGS, Events.PEER, null, null);
        put(Topic.NODE_SIGHTINGS, "another", good, null);
        put(Topic.NODE_SIGHTINGS, "session:good",
                new String(good, UTF_8).replace(Events.PEER, "session:good").getBytes(UTF_8), null);
        put(Topic.NODE_SIGHTINGS, Events.PEER, good, "session-event/1");
    }

    private void put(Topic topic, String key, byte[] value, String schema) throws Exception {
        // Some clients write no timestamp.
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(kafka.topic(topic), PARTITION, key, value) {
            @Override
            public Long timestamp() {
                return -1L;
            }
        };
        if (schema != null) {
            record.headers().add(RecordHeaders.SCHEMA, schema.getBytes(UTF_8));
        }
        producer.send(record).get();
    }

    private void start(String name) throws Exception {
        environment.put("STATE_DIR", stateDir.resolve(name).toString());
        aggregator = ServiceProcess.of(environment, List.of(new AggregatorDefinition()));
        aggregator.start();
    }

    private void send(SessionEvent... events) throws Exception {
        for (SessionEvent event : events) {
            producer.send(new ProducerRecord<>(kafka.topic(Topic.NODE_TELEMETRY), PARTITION, event.sessionId(),
                    RecordCodec.SESSION_EVENT.encode(event))).get();
        }
    }

    /// Reports a height and waits until the node has it.
    private void awaitHeight(Events session, int height) throws Exception {
        send(session.report(height, Events.block(height)));
        await().atMost(PATIENCE).untilAsserted(() -> {
            read();
            assertThat(nodes).containsKey(Events.PEER);
            assertThat(nodes.get(Events.PEER).fields().whole(Field.CURRENT_BLOCK_NUMBER_L2)).hasValue(height);
        });
    }

    private void read() {
        if (reader.assignment().isEmpty()) {
            List<TopicPartition> partitions = reader.partitionsFor(kafka.topic(Topic.NODE_STATE)).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition())).toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
        }
        for (ConsumerRecord<String, byte[]> record : reader.poll(Duration.ofMillis(100))) {
            nodes.put(record.key(), RecordCodec.NODE_STATE.decode(record.value()));
        }
    }

    private double poisoned(String topic, String reason) throws Exception {
        return get("/metrics").body().lines()
                .filter(line -> line.startsWith("starkbeat_aggregator_records_poisoned_total{")
                        && line.contains("topic=\"" + topic + "\"") && line.contains("reason=\"" + reason + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private HttpResponse<String> get(String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest
                    .newBuilder(URI.create("http://127.0.0.1:" + aggregator.managementPort() + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
