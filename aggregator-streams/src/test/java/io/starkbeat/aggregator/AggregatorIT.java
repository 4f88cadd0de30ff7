package io.starkbeat.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.starkbeat.aggregator.fold.Events;
import io.starkbeat.embedded.junit.KafkaCluster;
import io.starkbeat.embedded.junit.WithKafka;
import io.starkbeat.kit.StartException;
import io.starkbeat.kit.kafka.KafkaSettings;
import io.starkbeat.kit.service.ServiceProcess;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.progress.PipelineProgress;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.schemas.topic.KeyPartition;
import io.starkbeat.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithKafka
class AggregatorIT {
    private static final int PARTITIONS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Map<String, NodeState> nodes = new ConcurrentHashMap<>();
    private final Map<Integer, PipelineProgress> progress = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final KafkaSettings kafka;
    private KafkaProducer<String, byte[]> producer;
    private KafkaConsumer<String, byte[]> reader;
    private ServiceProcess aggregator;

    @TempDir
    private Path stateDir;

    AggregatorIT(KafkaCluster cluster) {
        environment.put("KAFKA_BOOTSTRAP_SERVERS", cluster.bootstrapServers());
        // Each test has topics of its own, since the aggregator folds all that a topic holds.
        environment.put("TOPIC_PREFIX", cluster.uniquePrefix() + System.nanoTime() + ".");
        environment.put("TOPIC_PARTITIONS", String.valueOf(PARTITIONS));
        environment.put("MANAGEMENT_PORT", "0");
        environment.put("LISTEN_HOST", "127.0.0.1");
        kafka = KafkaSettings.read(environment);
    }

    @BeforeEach
    void connect() {
        environment.put("STATE_DIR", stateDir.toString());
        producer = new KafkaProducer<>(kafka.producer("it"), new StringSerializer(), new ByteArraySerializer());
        reader = new KafkaConsumer<>(kafka.consumer("it"), new StringDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void close() {
        if (aggregator != null) {
            aggregator.close();
        }
        producer.close();
        reader.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exactly_once_v2", "at_least_once"})
    void foldsWhatIsReportedAndSaysHowFarItIs(String guarantee) throws Exception {
        environment.put("PROCESSING_GUARANTEE", guarantee);
        startAggregator();
        Events session = new Events("s1", "a", Instant.now());
        send(session.opened(), session.report(0, Events.identity(Events.PEER)), session.report(1, Events.block(7)));

        awaitNode(Events.PEER, node -> assertThat(node.fields().whole(Field.CURRENT_BLOCK_NUMBER_L2)).hasValue(7));
        await().atMost(PATIENCE).untilAsserted(() -> {
            read();
            assertThat(progress).hasSize(PARTITIONS);
            assertThat(progress.values()).allSatisfy(p -> {
                assertThat(p.lag()).isZero();
                assertThat(p.time()).isAfter(Instant.now().minusSeconds(10));
            });
        });
    }

    @Test
    void keepsItsStateOverARestartAndFoldsNothingTwice() throws Exception {
        startAggregator();
        Events session = new Events("s1", "a", Instant.now());
        SessionEvent opened = session.opened();
        SessionEvent identity = session.report(0, Events.identity(Events.PEER));
        send(opened, identity, session.report(1, Events.block(7)));
        awaitNode(Events.PEER, node -> assertThat(node.fields().whole(Field.CURRENT_BLOCK_NUMBER_L2)).hasValue(7));
        long revision = nodes.get(Events.PEER).revision();

        aggregator.close();
        send(identity, session.report(2, Events.cpu(42)));
        startAggregator();

        awaitNode(Events.PEER, node -> assertThat(node.fields().get(Field.CPU_USAGE)).hasToString("42"));
        NodeState node = nodes.get(Events.PEER);
        assertThat(node.fields().text(Field.NAME)).isEqualTo("node");
        assertThat(node.fields().whole(Field.CURRENT_BLOCK_NUMBER_L2)).hasValue(7);
        assertThat(node.revision()).as("the repeated record made no revision").isEqualTo(revision + 1);
    }

    @Test
    void aPoisonedRecordStopsNothing() throws Exception {
        startAggregator();
        Events session = new Events("s1", "a", Instant.now());
        int partition = KeyPartition.of(Events.PEER, PARTITIONS);
        producer.send(new ProducerRecord<>(kafka.topic(Topic.NODE_TELEMETRY), partition, "s0",
                "poison".getBytes(StandardCharsets.UTF_8))).get();
        producer.send(new ProducerRecord<>(kafka.topic(Topic.NODE_SIGHTINGS), partition, Events.PEER,
                "poison".getBytes(StandardCharsets.UTF_8))).get();
        send(session.opened(), session.report(0, Events.identity(Events.PEER)));

        awaitNode(Events.PEER, node -> assertThat(node.session().id()).isEqualTo("s1"));
    }

    @Test
    void anUnnamedNodesTombstoneReachesTheTopic() throws Exception {
        startAggregator();
        Events first = new Events("s1", "a", Instant.now());
        sendTo("s1", first.opened(), first.report(0, Events.block(1)));
        awaitNode("session:s1", node -> assertThat(node.session().id()).isEqualTo("s1"));

        sendTo("s1", first.continuedAs(1, "s2"));
        await().atMost(PATIENCE).untilAsserted(() -> {
            read();
            assertThat(nodes).doesNotContainKey("session:s1");
        });
    }

    @Test
    void refusesTopicsThatDoNotFitTogether() throws Exception {
        startAggregator();
        aggregator.close();
        try (var admin = Admin.create(kafka.admin("it"))) {
            admin.createPartitions(Map.of(kafka.topic(Topic.NODE_SIGHTINGS),
                    NewPartitions.increaseTo(PARTITIONS + 1))).all().get();
        }
        aggregator = ServiceProcess.of(environment, List.of(new AggregatorDefinition()));

        assertThatThrownBy(aggregator::start)
                .isInstanceOf(StartException.class)
                .hasMessageContaining("node-sightings has 4")
                .hasMessageContaining("node-telemetry has 3");
    }

    private void startAggregator() throws Exception {
        aggregator = ServiceProcess.of(environment, List.of(new AggregatorDefinition()));
        aggregator.start();
    }

    /// Places a session by the peer id of the tests, as the gateway does.
    private void send(SessionEvent... events) throws ExecutionException, InterruptedException {
        sendTo(Events.PEER, events);
    }

    private void sendTo(String placedBy, SessionEvent... events) throws ExecutionException, InterruptedException {
        for (SessionEvent event : events) {
            producer.send(new ProducerRecord<>(kafka.topic(Topic.NODE_TELEMETRY),
                    KeyPartition.of(placedBy, PARTITIONS), event.sessionId(),
                    RecordCodec.SESSION_EVENT.encode(event))).get();
        }
    }

    private void awaitNode(String nodeId, Consumer<NodeState> expectation) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            read();
            assertThat(nodes).containsKey(nodeId);
            expectation.accept(nodes.get(nodeId));
        });
    }

    private void read() {
        if (reader.assignment().isEmpty()) {
            List<TopicPartition> partitions = List.of(Topic.NODE_STATE, Topic.PIPELINE_PROGRESS).stream()
                    .flatMap(topic -> reader.partitionsFor(kafka.topic(topic)).stream())
                    .map((PartitionInfo p) -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
        }
        for (ConsumerRecord<String, byte[]> record : reader.poll(Duration.ofMillis(100))) {
            if (record.topic().equals(kafka.topic(Topic.PIPELINE_PROGRESS))) {
                PipelineProgress read = RecordCodec.PIPELINE_PROGRESS.decode(record.value());
                progress.put(read.partition(), read);
            } else if (record.value() == null) {
                nodes.remove(record.key());
            } else {
                nodes.put(record.key(), RecordCodec.NODE_STATE.decode(record.value()));
            }
        }
    }
}
