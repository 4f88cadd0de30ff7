package io.starkbeat.embedded.junit;

import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/// Kafka's official image in a container, of the version that our clients have, for tests that shall see the real thing.
///
/// [#start()] once, then [#close()].
record KafkaInContainer(KafkaContainer container) implements AutoCloseable {
    private static final DockerImageName IMAGE = DockerImageName.parse("apache/kafka")
            .withTag(AppInfoParser.getVersion());

    /// What the embedded Kafka has too, since tests start and stop many groups and transactions.
    private static final Map<String, String> ENVIRONMENT = Map.of("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0",
            "KAFKA_GROUP_STREAMS_INITIAL_REBALANCE_DELAY_MS", "0", "KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false",
            "KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "5", "KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "5",
            "KAFKA_HEAP_OPTS", "-Xmx512m");

    /// @throws IllegalStateException when there is no Docker, or the container does not start
    static KafkaInContainer start() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new IllegalStateException(
                    "-D" + KafkaExtension.KIND + "=container needs Docker, which does not answer:"
                            + " start it, or leave the switch out to test on the embedded Kafka");
        }
        var container = new KafkaContainer(IMAGE).withEnv(ENVIRONMENT);
        container.start();
        return new KafkaInContainer(container);
    }

    String bootstrapServers() {
        return container.getBootstrapServers();
    }

    @Override
    public void close() {
        container.stop();
    }
}
