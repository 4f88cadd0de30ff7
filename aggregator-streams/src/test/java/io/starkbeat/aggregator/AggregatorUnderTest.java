package io.starkbeat.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.starkbeat.aggregator.fold.Events;
import io.starkbeat.embedded.junit.KafkaCluster;
import io.starkbeat.kit.kafka.KafkaSettings;
import io.starkbeat.kit.service.ServiceProcess;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.codec.RecordHeaders;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.progress.PipelineProgress;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.schemas.topic.KeyPartition;
import io.starkbeat.schemas.topic.Topic;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// An aggregator with topics of its own, since it folds all that a topic holds; what a gateway writes to it, and what a
/// reader sees of it.
final class AggregatorUnderTest implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(40);

    /// Whoever else writes to a topic may be allowed more than our own producers; compressed it passes the broker.
    private static final int LARGEST_REQUEST = 16 << 20;

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, NodeState> nodes = new HashMap<>();
    private final Map<Integer, PipelineProgress> progress = new HashMap<>();
    private final int partitions;
    private final KafkaSettings kafka;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> reader;
    private Optional<ServiceProcess> process = Optional.empty();

    AggregatorUnderTest(KafkaCluster cluster, int partitions) {
        this.partitions = partitions;
        environment.put("KAFKA_BOOTSTRAP_SERVERS", cluster.bootstrapServers());
        environment.put("TOPIC_PREFIX", cluster.uniquePrefix() + System.nanoTime() + ".");
        environment.put("TOPIC_PARTITIONS", String.valueOf(partitions));
        environment.put("MANAGEMENT_PORT", "0");
        environment.put("LISTEN_HOST", "127.0.0.1");
        kafka = KafkaSettings.read(environment);
        Map<String, Object> config = new HashMap<>(kafka.producer("it"));
        config.put("max.request.size", LARGEST_REQUEST);
        producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
        reader = new KafkaConsumer<>(kafka.consumer("it"), new StringDeserializer(), new ByteArrayDeserializer());
    }

    AggregatorUnderTest with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /// @param stateDir where it keeps its stores; in an empty one it restores them from their changelog
    void start(Path stateDir) throws Exception {
        ServiceProcess started = created(stateDir);
        process = Optional.of(started);
        started.start();
    }

    /// One that is not started.
    ServiceProcess created(Path stateDir) {
        environment.put("STATE_DIR", stateDir.toString());
        return ServiceProcess.of(environment, List.of(new AggregatorDefinition()));
    }

    /// Orderly; it can be started again.
    void stop() {
        process.ifPresent(ServiceProcess::close);
        process = Optional.empty();
    }

    @Override
    public void close() {
        stop();
        producer.close();
        reader.close();
    }

    String topic(Topic topic) {
        return kafka.topic(topic);
    }

    Admin admin() {
        return Admin.create(kafka.admin("it"));
    }

    /// The topic of this aggregator whose name ends so.
    String topicEndingIn(String suffix) throws Exception {
        try (Admin admin = admin()) {
            return admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith(environment.get("TOPIC_PREFIX")) && topic.endsWith(suffix))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /// Places a session by the peer id of the tests, as the gateway does.
    void send(SessionEvent... events) throws Exception {
        sendTo(Events.PEER, events);
    }

    void sendTo(String placedBy, SessionEvent... events) throws Exception {
        for (SessionEvent event : events) {
            put(kafka.topic(Topic.NODE_TELEMETRY), KeyPartition.of(placedBy, partitions), event.sessionId(),
                    RecordCodec.SESSION_EVENT.encode(event));
        }
    }

    /// Puts a record straight on a topic.
    void put(String topic, int partition, String key, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(topic, partition, key, value)).get();
    }

    /// Puts a record of a client that writes no timestamp, into the partition of the tests' peer id.
    ///
    /// @param schema what its header says, or null for none
    void putTimeless(Topic topic, String key, byte[] value, String schema) throws Exception {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(kafka.topic(topic),
                KeyPartition.of(Events.PEER, partitions), key, value) {
            @Override
            public Long timestamp() {
                return -1L;
            }
        };
        if (schema != null) {
            record.headers().add(RecordHeaders.SCHEMA, schema.getBytes(StandardCharsets.UTF_8));
        }
        producer.send(record).get();
    }

    /// The nodes that have a state, as far as it was read.
    Map<String, NodeState> nodes() {
        read();
        return Map.copyOf(nodes);
    }

    /// The last word on each partition, as far as it was read.
    Map<Integer, PipelineProgress> progress() {
        read();
        return Map.copyOf(progress);
    }

    /// @return the node when it fulfils the expectation
    NodeState awaitNode(String nodeId, Consumer<NodeState> expectation) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            read();
            assertThat(nodes).containsKey(nodeId);
            expectation.accept(nodes.get(nodeId));
        });
        return nodes.get(nodeId);
    }

    private void read() {
        if (reader.assignment().isEmpty()) {
            List<TopicPartition> all = Stream.of(Topic.NODE_STATE, Topic.PIPELINE_PROGRESS)
                    .flatMap(topic -> reader.partitionsFor(kafka.topic(topic)).stream())
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            reader.assign(all);
            reader.seekToBeginning(all);
        }
        for (ConsumerRecord<String, byte[]> record : reader.poll(Duration.ofMillis(100))) {
            if (record.topic().equals(kafka.topic(Topic.PIPELINE_PROGRESS))) {
                // Tests put there what is none.
                if (record.value() != null && record.value().length > 0 && record.value()[0] == '{') {
                    PipelineProgress read = RecordCodec.PIPELINE_PROGRESS.decode(record.value());
                    progress.put(read.partition(), read);
                }
            } else if (record.value() == null) {
                nodes.remove(record.key());
            } else {
                nodes.put(record.key(), RecordCodec.NODE_STATE.decode(record.value()));
            }
        }
    }

    double poisoned(String topic, String reason) throws Exception {
        return get("/metrics").body().lines()
                .filter(line -> line.startsWith("starkbeat_aggregator_records_poisoned_total{")
                        && line.contains("topic=\"" + topic + "\"") && line.contains("reason=\"" + reason + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /// What its management port answers.
    HttpResponse<String> get(String path) throws Exception {
        int port = process.orElseThrow().managementPort();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
