package io.starkbeat.aggregator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.starkbeat.aggregator.fold.Events;
import io.starkbeat.aggregator.fold.ForgettingRule;
import io.starkbeat.aggregator.fold.NodeFold;
import io.starkbeat.aggregator.fold.PictureFold;
import io.starkbeat.aggregator.fold.SessionState;
import io.starkbeat.aggregator.progress.ProgressBoard;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.codec.RecordHeaders;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.peer.PeerSighting;
import io.starkbeat.schemas.progress.PipelineProgress;
import io.starkbeat.schemas.session.SessionEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeStateTopologyTest {
    private static final ForgettingRule FORGETTING = new ForgettingRule(Duration.ofDays(30), Duration.ofHours(1));

    private final ProgressBoard progress = new ProgressBoard();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Events session = new Events("s1");
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> telemetry;
    private TestOutputTopic<String, NodeState> states;

    @BeforeEach
    void start() {
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

    private NodeStateTopology topology(FoldMetrics metrics) {
        return new NodeStateTopology("t.", StoreKind.MEMORY, new PictureFold(new NodeFold(Duration.ofSeconds(90))),
                FORGETTING, progress, metrics);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    /// Names of stores and changelogs outlive a change of the topology only if nobody renames them by accident.
    @Test
    void theTopologyIsTheOneThatIsWrittenDown() throws IOException {
        String described = topology(new FoldMetrics(new SimpleMeterRegistry())).get().describe().toString();
        try (InputStream golden = getClass().getResourceAsStream("/golden/topology.txt")) {
            assertThat(golden).as("golden/topology.txt, which should hold:\n%s", described).isNotNull();
            assertThat(described.strip()).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
    }

    @Test
    void everyUpdateGoesOnAtOnceAndNamesItsSchema() {
        send(session.opened());
        assertThat(states.isEmpty()).isTrue();

        send(session.report(1, Events.identity(Events.PEER)));
        TestRecord<String, NodeState> record = states.readRecord();
        assertThat(record.key()).isEqualTo(Events.PEER);
        assertThat(record.value().fields().text(Field.CLIENT)).isEqualTo("Juno");
        assertThat(new String(record.headers().lastHeader(RecordHeaders.SCHEMA).value(), StandardCharsets.UTF_8))
                .isEqualTo("node-state/1");
        assertThat(record.headers().headers(RecordHeaders.SCHEMA)).hasSize(1);
    }

    @Test
    void aReportFromTheFutureIsAsOldAsItsReceipt() {
        Instant future = Instant.parse("2100-01-01T00:00:00Z");
        send(session.opened());
        send(session.report(1, future, Events.identity(Events.PEER)));
        send(session.report(2, Instant.EPOCH, Events.block(2)));

        List<NodeState> published = states.readValuesToList();
        assertThat(published.getFirst().session().lastReportedAt()).isEqualTo(future);
        NodeState last = published.getLast();
        assertThat(last.session().lastReportedAt()).isEqualTo(Instant.EPOCH);
        assertThat(last.session().clockSkew()).contains(Duration.between(session.at(2), Instant.EPOCH));
        assertThat(
                List.of(last.lastReport(), last.lastWord(), last.session().lastReport(), last.fieldTimes().network()))
                .containsOnly(session.at(2));
        assertThat(last.fields().whole(Field.CURRENT_BLOCK_NUMBER_L2)).hasValue(2);
    }

    @Test
    void aReplayPublishesThePresentStateAgainAndIsCounted() {
        List<SessionEvent> all = List.of(session.opened(), session.report(1, Events.identity(Events.PEER)),
                session.report(2, Events.block(2)));
        all.forEach(this::send);
        List<TestRecord<String, NodeState>> published = states.readRecordsToList();
        assertThat(published).hasSize(2);

        all.forEach(this::send);

        assertThat(states.readValuesToList()).as("who folded them may have died before their states were out")
                .hasSize(3).containsOnly(published.getLast().value());
        assertThat(count("starkbeat.aggregator.records.repeated")).isEqualTo(3);
        assertThat(count("starkbeat.aggregator.records.folded")).isEqualTo(3);
    }

    @Test
    void aPoisonedRecordIsCountedAndTheNextIsFolded() {
        telemetry.pipeInput("s1", "no json".getBytes(StandardCharsets.UTF_8));
        telemetry.pipeInput("s1", "{\"type\":\"unknown\"}".getBytes(StandardCharsets.UTF_8));
        telemetry.pipeInput("s1", null);
        send(session.opened());
        send(session.report(1, Events.block(1)));

        assertThat(states.readRecordsToList()).hasSize(1);
        assertThat(poisoned("undecodable")).isEqualTo(2);
        assertThat(poisoned("no_value")).isEqualTo(1);
    }

    @Test
    void gapsAreCounted() {
        send(session.opened());
        send(session.lose(4).report(1, Events.block(1)));

        assertThat(count("starkbeat.aggregator.records.missing")).isEqualTo(4);
    }

    @Test
    void anEndedSessionIsDeletedOnceNoRestartReadsItAgain() {
        send(session.opened());
        send(session.report(1, Events.identity(Events.PEER)));
        send(session.closed(2));
        pipelineTime(session.at(86_400));
        progress.committed(0, 2);
        driver.advanceWallClockTime(Duration.ofSeconds(2));
        assertThat(storedSession("s1")).as("its last record, 2, is not committed").isNotNull();

        progress.committed(0, 3);
        driver.advanceWallClockTime(Duration.ofSeconds(2));
        assertThat(storedSession("s1")).isNull();
        assertThat(node(Events.PEER).session().ended()).isTrue();
    }

    @Test
    void aProvisionalNodeGoesByTombstone() {
        send(session.opened());
        send(session.report(1, Events.block(1)));
        send(session.continuedAs(2, "s2"));

        List<TestRecord<String, NodeState>> records = new ArrayList<>(states.readRecordsToList());
        assertThat(records).extracting(TestRecord::key).containsOnly("session:s1");
        assertThat(records.getLast().value()).isNull();
        assertThat(node("session:s1")).isNull();
    }

    @Test
    void forgettingWaitsForPipelineTimeNotForTheWallClock() {
        send(session.opened());
        send(session.report(1, Events.block(1)));
        states.readRecordsToList();

        driver.advanceWallClockTime(Duration.ofDays(100));
        assertThat(states.isEmpty()).as("pipeline time is not known").isTrue();

        pipelineTime(session.at(3600));
        assertThat(states.isEmpty()).as("one hour after the last word is not over yet").isTrue();

        reached(session.at(3602), null);
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        TestRecord<String, NodeState> tombstone = states.readRecord();
        assertThat(tombstone.key()).isEqualTo("session:s1");
        assertThat(tombstone.value()).isNull();
        assertThat(node("session:s1")).as("should the process die now, the next one publishes it again").isNotNull();

        driver.advanceWallClockTime(Duration.ofSeconds(1));
        assertThat(node("session:s1")).isNull();
        assertThat(states.isEmpty()).isTrue();
    }

    @Test
    void aNodeThatSpeaksBeforeItIsDeletedStays() {
        send(session.opened());
        send(session.report(1, Events.block(1)));
        reached(session.at(3602), null);
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        states.readRecordsToList();

        send(session.report(3603, Events.block(2)));
        driver.advanceWallClockTime(Duration.ofSeconds(2));

        assertThat(states.readValue().revision()).isEqualTo(2);
        assertThat(node("session:s1")).isNotNull();
    }

    /// Time leaps over a pause; what gateways held back meanwhile comes after.
    @Test
    void afterALongPauseNothingIsForgottenBeforeTheBacklogIsFolded() {
        send(session.opened());
        send(session.report(1, Events.block(1)));
        pipelineTime(session.at(2));
        states.readRecordsToList();

        Instant resumed = session.at(90_000);
        reached(resumed, resumed);
        driver.advanceWallClockTime(Duration.ofSeconds(2));
        assertThat(states.isEmpty()).isTrue();

        for (int second = 3000; second <= 90_000; second += 3000) {
            send(session.alive(second, Events.block(1)));
            driver.advanceWallClockTime(Duration.ofSeconds(2));
        }
        reached(resumed.plus(ProgressBoard.BACKLOG_ARRIVES_WITHIN).plusSeconds(1), resumed);
        driver.advanceWallClockTime(Duration.ofSeconds(2));
        assertThat(states.readValuesToList()).doesNotContainNull();
        assertThat(node("session:s1")).isNotNull();

        reached(session.at(90_000 + 3602), resumed);
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        assertThat(node("session:s1")).as("an hour after its last word").isNull();
    }

    @Test
    void aSilentSessionIsDeletedInPipelineTimeOnceNoRestartReadsItAgain() {
        send(session.opened());
        send(session.report(1, Events.identity(Events.PEER)));
        pipelineTime(session.at(7300));
        assertThat(storedSession("s1")).isNotNull();

        progress.committed(0, 2);
        pipelineTime(session.at(7310));
        assertThat(storedSession("s1")).isNull();
        assertThat(node(Events.PEER)).isNotNull();
    }

    /// What is left in the changelog is what a restart finds; the indexes are built from it.
    @Test
    void aRestartBuildsItsIndexesFromTheStore() {
        send(session.opened());
        send(session.report(1, Events.block(1)));
        Events ended = new Events("s2");
        send(ended.opened());
        send(ended.report(1, Events.identity(Events.PEER)));
        send(ended.closed(2));
        MockProcessorContext<String, byte[]> restarted = new MockProcessorContext<>();
        KeyValueStore<String, byte[]> restored = FoldStore.builder(StoreKind.MEMORY).withLoggingDisabled().build();
        restored.init(restarted.getStateStoreContext(), restored);
        restarted.addStateStore(restored);
        try (KeyValueIterator<String, byte[]> all = driver.<String, byte[]>getKeyValueStore(FoldStore.NAME)
                .all()) {
            all.forEachRemaining(entry -> restored.put(entry.key, entry.value));
        }
        NodeProcessor processor = new NodeProcessor(new PictureFold(new NodeFold(Duration.ofSeconds(90))), FORGETTING,
                progress, new FoldMetrics(meters));
        processor.init(restarted);
        Punctuator upkeep = restarted.scheduledPunctuators().getFirst().getPunctuator();

        progress.committed(0, 5);
        reached(session.at(3700), null);
        upkeep.punctuate(0);
        upkeep.punctuate(1);

        FoldStore store = new FoldStore(restored, new FoldMetrics(meters).poison());
        assertThat(store.session("s2")).isNull();
        assertThat(store.session("s1")).isNotNull();
        assertThat(store.node("session:s1")).isNull();
        assertThat(restarted.forwarded()).singleElement()
                .satisfies(forward -> assertThat(forward.record().key()).isEqualTo("session:s1"));
        assertThat(restarted.committed()).as("the tombstone is out before the node is deleted").isTrue();
        assertThat(store.node(Events.PEER)).isNotNull();
    }

    @Test
    void aNamedNodeThatSpeaksAgainIsKeptLonger() {
        send(session.opened());
        send(session.report(0, Events.identity(Events.PEER)));
        int days29 = (int) Duration.ofDays(29).toSeconds();
        send(session.report(days29, Events.block(1)));
        states.readRecordsToList();

        pipelineTime(session.at((int) Duration.ofDays(31).toSeconds()));
        assertThat(states.isEmpty()).isTrue();

        pipelineTime(session.at(days29 + (int) Duration.ofDays(31).toSeconds()));
        assertThat(states.readRecord().value()).isNull();
    }

    @Test
    void sightingsMeetTheNodeOfTheirPeerId() {
        TestInputTopic<String, PeerSighting> sightings = driver.createInputTopic("t.node-sightings",
                new StringSerializer(), RecordCodec.PEER_SIGHTING.serde().serializer());
        sightings.pipeInput(Events.PEER, new PeerSighting(Events.PEER, session.at(0), true, List.of(), null, null, null,
                List.of(), "Juno", null, null, null));
        send(session.opened());
        send(session.report(1, Events.identity(Events.PEER)));

        assertThat(node(Events.PEER).verified()).isTrue();
        assertThat(node(Events.PEER).session().id()).isEqualTo("s1");
    }

    /// Two upkeeps: one finds what is due, the next deletes it.
    private void pipelineTime(Instant time) {
        reached(time, null);
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        driver.advanceWallClockTime(Duration.ofSeconds(1));
    }

    private void reached(Instant time, Instant resumedAt) {
        progress.reached(new PipelineProgress(0, time, 0, "test", resumedAt, resumedAt));
    }

    private NodeState node(String id) {
        return new FoldStore(driver.getKeyValueStore(FoldStore.NAME), new FoldMetrics(meters).poison()).node(id);
    }

    private SessionState storedSession(String id) {
        return new FoldStore(driver.getKeyValueStore(FoldStore.NAME), new FoldMetrics(meters).poison()).session(id);
    }

    private double poisoned(String reason) {
        return meters.get("starkbeat.aggregator.records.poisoned")
                .tags("topic", "node-telemetry", "reason", reason)
                .counter()
                .count();
    }

    private double count(String counter) {
        return meters.get(counter).counter().count();
    }

    private void send(SessionEvent event) {
        telemetry.pipeInput(event.sessionId(), RecordCodec.SESSION_EVENT.encode(event), event.receivedAt());
    }
}
