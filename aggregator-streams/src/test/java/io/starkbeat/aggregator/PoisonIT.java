package io.starkbeat.aggregator;

import static io.starkbeat.aggregator.AggregatorUnderTest.PATIENCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.starkbeat.aggregator.fold.Events;
import io.starkbeat.embedded.junit.KafkaCluster;
import io.starkbeat.embedded.junit.WithKafka;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.intake.Intake;
import io.starkbeat.schemas.topic.KeyPartition;
import io.starkbeat.schemas.topic.Topic;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever lies on a topic, the aggregator counts it and goes on, while it runs and after a restart without a store.
@WithKafka
class PoisonIT {
    private static final int PARTITIONS = 2;
    private static final int PARTITION = KeyPartition.of(Events.PEER, PARTITIONS);

    private final AggregatorUnderTest aggregator;

    @TempDir
    private Path stateDir;

    PoisonIT(KafkaCluster cluster) {
        aggregator = new AggregatorUnderTest(cluster, PARTITIONS);
    }

    @BeforeEach
    void start() throws Exception {
        start("first");
    }

    @AfterEach
    void close() {
        aggregator.close();
    }

    @Test
    void poisonOnTheInputIsCountedByTopicAndReasonAndPassedOver() throws Exception {
        poisonTelemetry();
        poisonSightings();
        Events session = new Events("good", "a", Instant.now());
        aggregator.send(session.opened(), session.report(0, Events.identity(Events.PEER)));

        awaitHeight(session, 7);
        assertThat(aggregator.poisoned("node-telemetry", "undecodable")).isEqualTo(8);
        assertThat(aggregator.poisoned("node-telemetry", "no_key")).isEqualTo(1);
        assertThat(aggregator.poisoned("node-telemetry", "no_value")).isEqualTo(1);
        assertThat(aggregator.poisoned("node-telemetry", "wrong_key")).isEqualTo(1);
        assertThat(aggregator.poisoned("node-telemetry", "wrong_schema")).isEqualTo(1);
        assertThat(aggregator.poisoned("node-telemetry", "too_large")).isEqualTo(2);
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(aggregator.poisoned("node-sightings", "undecodable")).isEqualTo(2);
            assertThat(aggregator.poisoned("node-sightings", "wrong_key")).isEqualTo(2);
            assertThat(aggregator.poisoned("node-sightings", "wrong_schema")).isEqualTo(1);
        });
        assertThat(aggregator.get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(aggregator.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(aggregator.nodes()).containsOnlyKeys(Events.PEER);
    }

    @Test
    void poisonInTheChangelogIsRemovedOnRestore() throws Exception {
        Events session = new Events("good", "a", Instant.now());
        aggregator.send(session.opened(), session.report(0, Events.identity(Events.PEER)));
        awaitHeight(session, 7);
        aggregator.stop();
        String changelog = aggregator.topicEndingIn("-fold-state-changelog");
        for (String key : List.of("session/a", "node/a", "neither", "", "node/" + Events.PEER)) {
            aggregator.put(changelog, PARTITION, key, "{\"offset\":1}".getBytes(UTF_8));
        }
        start("second");

        awaitHeight(session, 8);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                aggregator.poisoned("fold-state", "undecodable") + aggregator.poisoned("fold-state", "wrong_key"))
                .isEqualTo(5));
        aggregator.stop();
        start("third");

        awaitHeight(session, 9);
        assertThat(aggregator.poisoned("fold-state", "undecodable") + aggregator.poisoned("fold-state", "wrong_key"))
                .as("it was removed from the changelog").isZero();
    }

    @Test
    void poisonOnTheProgressTopicMovesNoTime() throws Exception {
        String topic = aggregator.topic(Topic.PIPELINE_PROGRESS);
        aggregator.put(topic, 0, "0", "no JSON".getBytes(UTF_8));
        aggregator.put(topic, 0, "0", progress(0, "9998-01-01T00:00:00.000Z"));
        aggregator.put(topic, 0, "1", progress(0, "2020-01-01T00:00:00.000Z"));
        aggregator.put(topic, 0, "0", null);

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(aggregator.poisoned("pipeline-progress", "undecodable")).isEqualTo(1);
            assertThat(aggregator.poisoned("pipeline-progress", "ahead_of_time")).isEqualTo(1);
            assertThat(aggregator.poisoned("pipeline-progress", "wrong_key")).isEqualTo(1);
        });
        assertThat(aggregator.get("/health/live").statusCode()).isEqualTo(200);
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
        aggregator.putTimeless(topic, key, value, schema);
    }

    private void start(String name) throws Exception {
        aggregator.start(stateDir.resolve(name));
    }

    /// Reports a height and waits until the node has it.
    private void awaitHeight(Events session, int height) throws Exception {
        aggregator.send(session.report(height, Events.block(height)));
        aggregator.awaitNode(Events.PEER,
                node -> assertThat(node.fields().whole(Field.CURRENT_BLOCK_NUMBER_L2)).hasValue(height));
    }
}
