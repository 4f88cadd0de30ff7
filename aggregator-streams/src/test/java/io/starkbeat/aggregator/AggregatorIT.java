package io.starkbeat.aggregator;

import static io.starkbeat.aggregator.AggregatorUnderTest.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.starkbeat.aggregator.fold.Events;
import io.starkbeat.embedded.junit.KafkaCluster;
import io.starkbeat.embedded.junit.WithKafka;
import io.starkbeat.kit.StartException;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.schemas.topic.Topic;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@WithKafka
class AggregatorIT {
    private static final int PARTITIONS = 3;

    private final AggregatorUnderTest aggregator;

    @TempDir
    private Path stateDir;

    AggregatorIT(KafkaCluster cluster) {
        aggregator = new AggregatorUnderTest(cluster, PARTITIONS);
    }

    @AfterEach
    void close() {
        aggregator.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exactly_once_v2", "at_least_once"})
    void foldsWhatIsReportedAndSaysHowFarItIs(String guarantee) throws Exception {
        aggregator.with("PROCESSING_GUARANTEE", guarantee).start(stateDir);
        Events session = new Events("s1", "a", Instant.now());
        aggregator.send(session.opened(), session.report(0, Events.identity(Events.PEER)),
                session.report(1, Events.block(7)));

        aggregator.awaitNode(Events.PEER,
                node -> assertThat(node.fields().whole(Field.CURRENT_BLOCK_NUMBER_L2)).hasValue(7));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(aggregator.progress()).hasSize(PARTITIONS)
                .allSatisfy((_, progress) -> {
                    assertThat(progress.lag()).isZero();
                    assertThat(progress.time()).isAfter(Instant.now().minusSeconds(10));
                }));
    }

    @ParameterizedTest
    @CsvSource({"memory, classic", "rocksdb, streams"})
    void keepsItsStateOverARestartAndFoldsNothingTwice(String store, String protocol) throws Exception {
        aggregator.with("STATE_STORE", store).with("STREAMS_GROUP_PROTOCOL", protocol).start(stateDir);
        Events session = new Events("s1", "a", Instant.now());
        SessionEvent opened = session.opened();
        SessionEvent identity = session.report(0, Events.identity(Events.PEER));
        aggregator.send(opened, identity, session.report(1, Events.block(7)));
        long revision = aggregator.awaitNode(Events.PEER,
                node -> assertThat(node.fields().whole(Field.CURRENT_BLOCK_NUMBER_L2)).hasValue(7)).revision();

        aggregator.stop();
        aggregator.send(identity, session.report(2, Events.cpu(42)));
        aggregator.start(stateDir);

        NodeState node = aggregator.awaitNode(Events.PEER,
                each -> assertThat(each.fields().get(Field.CPU_USAGE)).hasToString("42"));
        assertThat(node.fields().text(Field.NAME)).isEqualTo("node");
        assertThat(node.fields().whole(Field.CURRENT_BLOCK_NUMBER_L2)).hasValue(7);
        assertThat(node.revision()).as("the repeated record made no revision").isEqualTo(revision + 1);
    }

    @Test
    void anUnnamedNodesTombstoneReachesTheTopic() throws Exception {
        aggregator.start(stateDir);
        Events first = new Events("s1", "a", Instant.now());
        aggregator.sendTo("s1", first.opened(), first.report(0, Events.block(1)));
        aggregator.awaitNode("session:s1", node -> assertThat(node.session().id()).isEqualTo("s1"));

        aggregator.sendTo("s1", first.continuedAs(1, "s2"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(aggregator.nodes()).doesNotContainKey("session:s1"));
    }

    @Test
    void refusesTopicsThatDoNotFitTogether() throws Exception {
        aggregator.start(stateDir);
        aggregator.stop();
        try (var admin = aggregator.admin()) {
            admin.createPartitions(Map.of(aggregator.topic(Topic.NODE_SIGHTINGS),
                    NewPartitions.increaseTo(PARTITIONS + 1))).all().get();
        }
        try (var refusing = aggregator.created(stateDir)) {
            assertThatThrownBy(refusing::start)
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("node-sightings has 4")
                    .hasMessageContaining("node-telemetry has 3");
        }
    }
}
