package io.starkbeat.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.starkbeat.embedded.junit.KafkaCluster;
import io.starkbeat.embedded.junit.WithKafka;
import io.starkbeat.kit.StartException;
import io.starkbeat.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

@WithKafka
@Timeout(60)
class TopicProvisionerIT {
    static {
        // Machines that build are shared: what takes a moment alone may take many times as long.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(40));
    }

    private static final Set<Topic> ALL = EnumSet.allOf(Topic.class);

    private static KafkaCluster cluster;
    private static Admin admin;

    @BeforeAll
    static void connect(KafkaCluster given) {
        cluster = given;
        admin = Admin.create(Map.of("bootstrap.servers", given.bootstrapServers()));
    }

    @AfterAll
    static void disconnect() {
        admin.close();
    }

    /// Each test has topics of its own.
    private static KafkaSettings settings(TestInfo test, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of("KAFKA_BOOTSTRAP_SERVERS", cluster.bootstrapServers(),
                "TOPIC_PREFIX", cluster.uniquePrefix() + test.getTestMethod().orElseThrow().getName() + ".",
                "TOPIC_PARTITIONS", "4"));
        environment.putAll(more);
        return KafkaSettings.read(environment);
    }

    private static void given(KafkaSettings settings, Topic topic, int partitions) throws Exception {
        String name = settings.topic(topic);
        NewTopic request = new NewTopic(name, partitions, (short) 1).configs(Map.of("retention.ms", "12345"));
        admin.createTopics(List.of(request)).all().get();
        // The controller has it; the broker that answers questions learns of it a moment later.
        await().until(() -> admin.listTopics().names().get().contains(name));
    }

    private static Config config(String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(Set.of(resource)).all().get().get(resource);
    }

    @Test
    void createsWhatIsMissingAsTheTopicsSay(TestInfo test) throws Exception {
        KafkaSettings settings = settings(test, Map.of());

        ProvisionedTopics provisioned = new TopicProvisioner(settings).provision("test", ALL);

        assertThat(provisioned.created()).isEqualTo(ALL);
        assertThat(provisioned.joinedPartitions()).isEqualTo(4);
        assertThat(provisioned.partitions(Topic.NODE_STATE)).isEqualTo(4);
        assertThat(provisioned.partitions(Topic.PIPELINE_PROGRESS)).isEqualTo(1);
        for (Topic topic : ALL) {
            Config config = config(settings.topic(topic));
            topic.config().forEach((name, value) -> assertThat(config.get(name).value()).as(name).isEqualTo(value));
        }
    }

    @Test
    void asksForNothingTheSecondTime(TestInfo test) throws Exception {
        KafkaSettings settings = settings(test, Map.of());
        new TopicProvisioner(settings).provision("test", ALL);

        ProvisionedTopics again = new TopicProvisioner(settings).provision("test", ALL);

        assertThat(again.created()).isEmpty();
        assertThat(again.joinedPartitions()).isEqualTo(4);
    }

    @Test
    void leavesAnOperatorsTopicAloneAndFollowsIt(TestInfo test) throws Exception {
        KafkaSettings settings = settings(test, Map.of());
        given(settings, Topic.NODE_TELEMETRY, 6);

        ProvisionedTopics provisioned = new TopicProvisioner(settings).provision("test", ALL);

        assertThat(provisioned.created()).isEqualTo(EnumSet.complementOf(EnumSet.of(Topic.NODE_TELEMETRY)));
        assertThat(provisioned.partitions(Topic.NODE_TELEMETRY)).isEqualTo(6);
        assertThat(provisioned.partitions(Topic.NODE_SIGHTINGS)).isEqualTo(6);
        assertThat(config(settings.topic(Topic.NODE_TELEMETRY)).get("retention.ms").value()).isEqualTo("12345");
    }

    @Test
    void refusesTopicsThatDoNotFitTogether(TestInfo test) throws Exception {
        KafkaSettings settings = settings(test, Map.of());
        given(settings, Topic.NODE_TELEMETRY, 6);
        given(settings, Topic.NODE_SIGHTINGS, 4);

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> new TopicProvisioner(settings).provision("test", ALL))
                .withMessageContaining(settings.topic(Topic.NODE_TELEMETRY) + " has 6, "
                        + settings.topic(Topic.NODE_SIGHTINGS) + " has 4")
                .withMessageContaining("TOPIC_PREFIX");
        assertThat(admin.listTopics().names().get()).doesNotContain(settings.topic(Topic.NODE_STATE));
    }

    @Test
    void refusesSeveralPartitionsWhereThereMustBeOne(TestInfo test) throws Exception {
        KafkaSettings settings = settings(test, Map.of());
        given(settings, Topic.PIPELINE_PROGRESS, 3);

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> new TopicProvisioner(settings).provision("test", ALL))
                .withMessageStartingWith("topic " + settings.topic(Topic.PIPELINE_PROGRESS)
                        + " has 3 partitions and must have one");
    }

    @Test
    void severalServicesMayStartAtOnce(TestInfo test) throws Exception {
        KafkaSettings settings = settings(test, Map.of());
        Callable<ProvisionedTopics> start = () -> new TopicProvisioner(settings).provision("test", ALL);

        List<Topic> created = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<ProvisionedTopics> each : threads.invokeAll(List.of(start, start, start, start), 30,
                    TimeUnit.SECONDS)) {
                assertThat(each.get().joinedPartitions()).isEqualTo(4);
                assertThat(each.get().partitions()).containsOnlyKeys(ALL);
                created.addAll(each.get().created());
            }
        }
        assertThat(created).containsExactlyInAnyOrderElementsOf(ALL);
    }

    @Test
    void saysThatThereAreTooFewBrokers(TestInfo test) {
        KafkaSettings settings = settings(test, Map.of("TOPIC_REPLICATION", "90"));

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> new TopicProvisioner(settings, Duration.ofSeconds(1)).provision("test", ALL))
                .withMessageContaining("TOPIC_REPLICATION asks for 90 replicas");
    }
}
