package io.starkbeat.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.starkbeat.embedded.EmbeddedKafka;
import io.starkbeat.embedded.EmbeddedKafkaConfig;
import io.starkbeat.kit.StartException;
import io.starkbeat.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A cluster whose operator makes the topics and lets nobody else do it. Everyone is `ANONYMOUS` there, the broker too,
/// so it may do all but create.
@Timeout(60)
class TopicAuthorityIT {
    static {
        // Machines that build are shared: what takes a moment alone may take many times as long.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(40));
    }

    private static AclBinding acl(ResourceType type, String name, PatternType pattern, AclOperation operation,
            AclPermissionType permission) {
        return new AclBinding(new ResourcePattern(type, name, pattern),
                new AccessControlEntry("User:ANONYMOUS", "*", operation, permission));
    }

    @Test
    void whatMayNotBeCreatedIsOneLineAndWhatExistsIsEnough() throws Exception {
        EmbeddedKafkaConfig config = EmbeddedKafkaConfig.ephemeral()
                .withProperty("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .withProperty("allow.everyone.if.no.acl.found", "true");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(config);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            KafkaSettings settings = KafkaSettings.read(Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()));
            TopicProvisioner provisioner = new TopicProvisioner(settings);
            admin.createTopics(List.of(new NewTopic(settings.topic(Topic.NODE_STATE), 2, (short) 1))).all().get();
            List<AclBinding> all = List.of(
                    acl(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL, AclOperation.ALL,
                            AclPermissionType.ALLOW),
                    acl(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL, AclOperation.CREATE,
                            AclPermissionType.DENY),
                    acl(ResourceType.TOPIC, "starkbeat.", PatternType.PREFIXED, AclOperation.DESCRIBE,
                            AclPermissionType.ALLOW));
            // First what is allowed: the first entry on a resource takes it from everyone else.
            for (AclBinding each : all) {
                admin.createAcls(List.of(each)).all().get();
            }
            await().until(() -> admin.describeAcls(AclBindingFilter.ANY).values().get().size() == all.size());

            assertThat(provisioner.provision("test", Set.of(Topic.NODE_STATE)).joinedPartitions()).isEqualTo(2);
            assertThatExceptionOfType(StartException.class)
                    .isThrownBy(() -> provisioner.provision("test", Set.of(Topic.NODE_STATE, Topic.NODE_TELEMETRY)))
                    .withMessageStartingWith(
                            "topic starkbeat.node-telemetry does not exist and this service's Kafka user"
                                    + " may not create it: create it with 2 partitions and {")
                    .withMessageEndingWith("or grant CREATE");
        }
    }
}
