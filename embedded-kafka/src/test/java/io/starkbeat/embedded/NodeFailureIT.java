package io.starkbeat.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartitionInfo;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Three nodes: what fault tests of other modules rely on.
@Timeout(180)
class NodeFailureIT {

    @Test
    void writesGoOnWhileOneOfThreeNodesIsDownAndItCatchesUpAfterwards() throws Exception {
        try (var kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.ephemeral().withNodes(3))) {
            assertThat(kafka.bootstrapServers().split(",")).hasSize(3);
            var addresses = kafka.bootstrapServers();
            var clients = new Clients(addresses);
            clients.createTopic("facts");
            clients.produce("facts", "all up");
            var partition = partition(clients);
            assertThat(partition.replicas()).hasSize(3);

            // The node that leads: the worst that can go.
            var down = partition.leader().id();
            kafka.stopNode(down);
            kafka.stopNode(down);
            clients.produce("facts", "one down");
            assertThat(clients.consume("facts", 2)).containsExactly("all up", "one down");
            assertThat(partition(clients).isr()).hasSize(2);

            kafka.startNode(down);
            kafka.startNode(down);
            assertThat(kafka.bootstrapServers()).isEqualTo(addresses);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(partition(clients).isr()).hasSize(3));

            // Another one goes: the node that came back is needed for the write.
            kafka.stopNode(down % 3 + 1);
            clients.produce("facts", "back");
            assertThat(clients.consume("facts", 3)).containsExactly("all up", "one down", "back");
        }
    }

    private static TopicPartitionInfo partition(Clients clients) throws Exception {
        try (var admin = clients.admin()) {
            return admin.describeTopics(List.of("facts")).allTopicNames().get().get("facts").partitions().getFirst();
        }
    }
}
