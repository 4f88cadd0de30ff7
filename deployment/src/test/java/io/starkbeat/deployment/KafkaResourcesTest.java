package io.starkbeat.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.schemas.topic.Topic;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Topics that an operator makes by Strimzi are those that the services would make.
class KafkaResourcesTest {
    @Test
    void topicsAreAsTheServicesWouldMakeThem() {
        Map<String, KafkaTopic> topics = StrictYaml.resources(Project.read("k8s/overlays/production/kafka-topics.yaml"))
                .stream()
                .map(KafkaTopic.class::cast)
                .collect(Collectors.toMap(topic -> topic.getMetadata().getName(), Function.identity()));
        assertThat(topics.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Topic.values()).map(t -> t.in("starkbeat.")).toList());
        for (var topic : Topic.values()) {
            var spec = topics.get(topic.in("starkbeat.")).getSpec();
            assertThat(spec.getPartitions()).isEqualTo(topic.partitioning() == Topic.Partitioning.JOINED ? 12 : 1);
            assertThat(spec.getReplicas()).isEqualTo(3);
            var config = spec.getConfig().entrySet().stream().collect(
                    Collectors.toMap(Map.Entry::getKey, each -> String.valueOf(each.getValue())));
            assertThat(config).containsEntry("min.insync.replicas", "2").containsAllEntriesOf(topic.config())
                    .hasSize(topic.config().size() + 1);
        }
    }
}
