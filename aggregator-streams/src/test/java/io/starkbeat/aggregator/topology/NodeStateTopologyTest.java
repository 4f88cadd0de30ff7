package io.starkbeat.aggregator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.starkbeat.aggregator.fold.Events;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.codec.RecordHeaders;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.peer.PeerSighting;
import io.starkbeat.schemas.session.SessionEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/// What becomes of records.
class NodeStateTopologyTest extends DrivenTopology {
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
}
