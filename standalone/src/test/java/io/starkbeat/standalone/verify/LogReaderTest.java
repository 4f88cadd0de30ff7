package io.starkbeat.standalone.verify;

import static io.starkbeat.standalone.verify.Telling.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.aggregator.fold.ForgettingRule;
import io.starkbeat.aggregator.fold.NodeFold;
import io.starkbeat.aggregator.fold.PictureFold;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.peer.PeerSighting;
import io.starkbeat.schemas.session.SessionEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class LogReaderTest {
    private static final TopicPartition TELEMETRY = new TopicPartition("telemetry", 0);
    private static final TopicPartition SIGHTINGS = new TopicPartition("sightings", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final PartitionFold fold = new PartitionFold(0, false,
            new PictureFold(new NodeFold(Duration.ofSeconds(90), Duration.ofDays(1))),
            new ForgettingRule(Duration.ofDays(1), Duration.ofHours(1)), _ -> {});
    private final LogReader log = new LogReader(consumer, List.of(TELEMETRY), List.of(SIGHTINGS), List.of(fold),
            Map.of(TELEMETRY, 0L, SIGHTINGS, 0L));
    private final Telling session = new Telling("s", PEER, 0);
    private long telemetry;
    private long sightings;

    @Test
    void recordsOfBothTopicsAreFoldedInTheOrderOfTheirTimes() throws InterruptedException {
        log.watchFrom(Map.of());
        sighting(2);
        sighting(5);
        event(session.opened(), 0);
        event(session.height(1, 1), 1);
        event(session.height(4, 4), 4);
        event(session.height(6, 6), 6);
        log.foldTo(ends(), _ -> {});
        assertThat(fold.node(PEER).accepted())
                .extracting(state -> state.lastWord().getEpochSecond() - Telling.START.getEpochSecond())
                .containsExactly(1L, 2L, 4L, 5L, 6L);
    }

    @Test
    void oneTopicWaitsForTheOtherUntilThatIsRead() throws InterruptedException {
        log.watchFrom(Map.of());
        event(session.opened(), 0);
        event(session.height(9, 9), 9);
        // What is earlier comes later.
        consumer.schedulePollTask(() -> {});
        consumer.schedulePollTask(() -> sighting(3));
        log.foldTo(Map.of(TELEMETRY, 2L, SIGHTINGS, 1L), _ -> {});
        assertThat(fold.node(PEER).accepted()).first().satisfies(state -> assertThat(state.p2p()).isNotNull());
    }

    @Test
    void soDoesTheOtherForTheOne() throws InterruptedException {
        log.watchFrom(Map.of());
        sighting(9);
        consumer.schedulePollTask(() -> {});
        consumer.schedulePollTask(() -> {
            event(session.opened(), 0);
            event(session.height(3, 3), 3);
        });
        log.foldTo(Map.of(TELEMETRY, 2L, SIGHTINGS, 1L), _ -> {});
        assertThat(fold.node(PEER).accepted()).first().satisfies(state -> assertThat(state.session()).isNotNull());
    }

    @Test
    void theStateAtTheMarkIsTheFirstThatIsAccepted() throws InterruptedException {
        for (int second = 0; second < 6; second++) {
            event(second == 0 ? session.opened() : session.height(second, second), second);
        }
        log.watchFrom(Map.of(TELEMETRY, 4L));
        log.foldTo(ends(), _ -> {});
        assertThat(fold.node(PEER).accepted()).hasSize(3);
    }

    @Test
    void whatTheAggregatorHasStillToFoldIsKnown() throws InterruptedException {
        event(session.opened(), 0);
        event(session.height(1, 1), 1);
        log.foldTo(ends(), _ -> {});
        assertThat(log.notYetFolded(Map.of())).containsExactly(Map.entry(TELEMETRY, 2L));
        assertThat(log.notYetFolded(Map.of(TELEMETRY, 1L))).containsExactly(Map.entry(TELEMETRY, 1L));
        assertThat(log.notYetFolded(Map.of(TELEMETRY, 2L))).isEmpty();
    }

    @Test
    void whatIsNoRecordOfOursIsCountedAndPassedOver() throws InterruptedException {
        add(TELEMETRY, telemetry++, "s", "{}".getBytes(StandardCharsets.UTF_8), 0);
        add(SIGHTINGS, sightings++, PEER, "{}".getBytes(StandardCharsets.UTF_8), 0);
        SessionEvent opened = session.opened();
        add(TELEMETRY, telemetry++, "another", RecordCodec.SESSION_EVENT.encode(opened), 0);
        event(opened, 1);
        log.foldTo(ends(), _ -> {});
        assertThat(fold.counts().undecodable()).isEqualTo(2);
        assertThat(fold.counts().folded()).isEqualTo(1);
    }

    private Map<TopicPartition, Long> ends() {
        return Map.of(TELEMETRY, telemetry, SIGHTINGS, sightings);
    }

    private void event(SessionEvent event, long second) {
        add(TELEMETRY, telemetry++, event.sessionId(), RecordCodec.SESSION_EVENT.encode(event), second);
    }

    private void sighting(long second) {
        add(SIGHTINGS, sightings++, PEER,
                RecordCodec.PEER_SIGHTING.encode(new PeerSighting(PEER, Telling.at(second), true,
                        List.of(), null, null, null, List.of(), null, null, null, null)),
                second);
    }

    private void add(TopicPartition to, long offset, String key, byte[] value, long second) {
        consumer.addRecord(new ConsumerRecord<>(to.topic(), 0, offset, Telling.at(second).toEpochMilli(),
                TimestampType.CREATE_TIME, 0, value.length, key.getBytes(StandardCharsets.UTF_8), value,
                new RecordHeaders(),
                Optional.empty()));
    }
}
