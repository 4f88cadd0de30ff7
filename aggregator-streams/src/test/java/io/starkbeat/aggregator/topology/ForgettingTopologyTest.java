package io.starkbeat.aggregator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.aggregator.fold.Events;
import io.starkbeat.aggregator.fold.NodeFold;
import io.starkbeat.aggregator.fold.PictureFold;
import io.starkbeat.aggregator.progress.ProgressBoard;
import io.starkbeat.schemas.node.NodeState;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/// When what is over is deleted, and nothing else.
class ForgettingTopologyTest extends DrivenTopology {
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
        NodeProcessor processor = new NodeProcessor(
                new PictureFold(new NodeFold(Duration.ofSeconds(90), FORGETTING.named())), FORGETTING,
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
}
