package io.starkbeat.aggregator.topology;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.starkbeat.aggregator.fold.Events;
import io.starkbeat.aggregator.fold.ForgettingRule;
import io.starkbeat.aggregator.fold.NodeFold;
import io.starkbeat.aggregator.fold.PictureFold;
import io.starkbeat.aggregator.fold.SessionState;
import io.starkbeat.aggregator.progress.ProgressBoard;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.progress.PipelineProgress;
import io.starkbeat.schemas.session.SessionEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The aggregator's topology in Kafka's test driver, fed by a test, with a clock that the test advances.
abstract class DrivenTopology {
    static final ForgettingRule FORGETTING = new ForgettingRule(Duration.ofDays(30), Duration.ofHours(1));

    final ProgressBoard progress = new ProgressBoard();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Events session = new Events("s1");
    TopologyTestDriver driver;
    TestInputTopic<String, byte[]> telemetry;
    TestOutputTopic<String, NodeState> states;

    @BeforeEach
    final void startDriver() {
        FoldMetrics metrics = new FoldMetrics(meters);
        Properties config = new Properties();
        config.putAll(
                Map.of(StreamsConfig.APPLICATION_ID_CONFIG, "test", StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                        "unused:1"));
        driver = new TopologyTestDriver(topology(metrics).get(), config, Events.START);
        telemetry = driver.createInputTopic("t.node-telemetry", new StringSerializer(), new ByteArraySerializer());
        states = driver.createOutputTopic("t.node-state", new StringDeserializer(),
                RecordCodec.NODE_STATE.serde().deserializer());
    }

    NodeStateTopology topology(FoldMetrics metrics) {
        return new NodeStateTopology("t.", StoreKind.MEMORY,
                new PictureFold(new NodeFold(Duration.ofSeconds(90), FORGETTING.named())),
                FORGETTING, progress, metrics);
    }

    @AfterEach
    final void stopDriver() {
        driver.close();
    }

    /// Two upkeeps: one finds what is due, the next deletes it.
    void pipelineTime(Instant time) {
        reached(time, null);
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        driver.advanceWallClockTime(Duration.ofSeconds(1));
    }

    void reached(Instant time, Instant resumedAt) {
        progress.reached(new PipelineProgress(0, time, 0, "test", resumedAt, resumedAt));
    }

    NodeState node(String id) {
        return new FoldStore(driver.getKeyValueStore(FoldStore.NAME), new FoldMetrics(meters).poison()).node(id);
    }

    SessionState storedSession(String id) {
        return new FoldStore(driver.getKeyValueStore(FoldStore.NAME), new FoldMetrics(meters).poison()).session(id);
    }

    double poisoned(String reason) {
        return meters.get("starkbeat.aggregator.records.poisoned")
                .tags("topic", "node-telemetry", "reason", reason)
                .counter()
                .count();
    }

    double count(String counter) {
        return meters.get(counter).counter().count();
    }

    void send(SessionEvent event) {
        telemetry.pipeInput(event.sessionId(), RecordCodec.SESSION_EVENT.encode(event), event.receivedAt());
    }
}
