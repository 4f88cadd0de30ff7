package io.starkbeat.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.embedded.EmbeddedKafka;
import io.starkbeat.embedded.EmbeddedKafkaConfig;
import io.starkbeat.schemas.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThreeBrokersIT {
    @Test
    void aTopicOutlivesTheLossOfABroker() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.ephemeral().withNodes(3));
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            KafkaSettings settings = KafkaSettings.read(Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()));
            String name = settings.topic(Topic.NODE_TELEMETRY);

            new TopicProvisioner(settings).provision("test", Set.of(Topic.NODE_TELEMETRY));

            var topic = admin.describeTopics(List.of(name)).allTopicNames().get().get(name);
            assertThat(topic.partitions()).hasSize(12)
                    .allSatisfy(partition -> assertThat(partition.replicas()).hasSize(3));
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
            assertThat(admin.describeConfigs(Set.of(resource)).all().get().get(resource).get("min.insync.replicas")
                    .value()).isEqualTo("2");
        }
    }
}
