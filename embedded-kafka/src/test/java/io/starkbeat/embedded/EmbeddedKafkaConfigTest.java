package io.starkbeat.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedKafkaConfigTest {

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 10})
    void refusesNumbersOfNodesThatAreASlip(int nodes) {
        var config = EmbeddedKafkaConfig.ephemeral();
        assertThatThrownBy(() -> config.withNodes(nodes)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nodes is " + nodes);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void refusesPortsThatAreNone(int port) {
        assertThatThrownBy(() -> EmbeddedKafkaConfig.persistent(Path.of("x"), port))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("port is " + port);
    }

    @Test
    void refusesTheLastPortForMoreNodesThanOne() {
        var config = EmbeddedKafkaConfig.persistent(Path.of("x"), 65_535);
        assertThatThrownBy(() -> config.withNodes(2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesPropertiesThatMakeTheNodePartOfItsCluster() {
        var config = EmbeddedKafkaConfig.ephemeral();
        assertThatThrownBy(() -> config.withProperty("listeners", "PLAINTEXT://0.0.0.0:9092"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("listeners");
    }

    @Test
    void aPropertyGivenWinsOverOurs() {
        var config = EmbeddedKafkaConfig.ephemeral().withProperty("num.io.threads", "3");
        var properties = BrokerProperties.of(1, 1, 1001, 1002, "1@127.0.0.1:1002", Path.of("x"), config.properties());
        assertThat(properties).containsEntry("num.io.threads", "3");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void copiesAreAsManyAsTheNodesAllowUpToThree(int nodes) {
        var properties = BrokerProperties.of(1, nodes, 1001, 1002, "", Path.of("x"),
                EmbeddedKafkaConfig.ephemeral().properties());
        var copies = String.valueOf(Math.min(nodes, 3));
        assertThat(properties).containsEntry("default.replication.factor", copies)
                .containsEntry("offsets.topic.replication.factor", copies)
                .containsEntry("transaction.state.log.replication.factor", copies)
                .containsEntry("min.insync.replicas", nodes >= 3 ? "2" : "1");
    }
}
