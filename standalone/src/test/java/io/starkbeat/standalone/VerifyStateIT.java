package io.starkbeat.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.starkbeat.embedded.junit.KafkaCluster;
import io.starkbeat.embedded.junit.WithKafka;
import io.starkbeat.kit.kafka.KafkaSettings;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.codec.RecordMapper;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.schemas.topic.KeyPartition;
import io.starkbeat.schemas.topic.Topic;
import io.starkbeat.standalone.demo.DemoConfig;
import io.starkbeat.standalone.demo.DemoNetwork;
import io.starkbeat.standalone.demo.Identities;
import io.starkbeat.standalone.demo.Liveliness;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The oracle against the real pipeline on a real broker: it agrees while nodes report, and finds each thing that is
/// tampered with.
@WithKafka
class VerifyStateIT {
    private final Vertx vertx = Vertx.vertx();
    private final Map<String, String> environment = new HashMap<>();
    private final KafkaSettings kafka;
    private final String named = Identities.create();
    private Pipeline pipeline;

    VerifyStateIT(KafkaCluster cluster, @TempDir Path state) {
        environment.putAll(Pipeline.environment(cluster,
                cluster.uniquePrefix() + Long.toString(System.nanoTime(), 36) + ".", state));
        kafka = KafkaSettings.read(environment);
    }

    @BeforeEach
    void start() throws Exception {
        pipeline = Pipeline.start(environment);
        pipeline.awaitReady();
    }

    @AfterEach
    void stop() {
        pipeline.close();
        vertx.close().await();
    }

    /// What the command printed.
    private record Said(int exit, String out, String err) {
        JsonNode json() throws Exception {
            return RecordMapper.mapper().readTree(out);
        }
    }

    @Test
    void allAgreeWhileNodesReport() throws Exception {
        var ids = Stream.generate(Identities::create).limit(10).toList();
        var gateway = URI.create("ws://127.0.0.1:" + pipeline.gatewayPort() + "/submit");
        var lively = new Liveliness(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofSeconds(1),
                Duration.ofMillis(100), Duration.ofMillis(400), Duration.ofMillis(300));
        var network = DemoNetwork.start(vertx, new DemoConfig(gateway, ids, 7, lively)).await();
        for (int round = 0; round < 3; round++) {
            report(named, round, round + 1);
            Said said = verify("--json");
            assertThat(said.exit).as(said.out + said.err).isZero();
            assertThat(said.json().at("/nodes/agreeing").asInt()).as(said.out).isPositive();
            assertThat(said.json().at("/log/missing").asInt()).isZero();
        }
        network.close().await();
        Said said = verify();
        assertThat(said.out).contains("0 missing (gaps in seq)", "11 agree, 0 different").endsWith("All agree.\n");
        assertThat(said.exit).isZero();
    }

    @Test
    void everyTamperingIsFoundAndNamed() throws Exception {
        report(named, 1, 8);
        String nameless = "session:" + namelessSession(5);
        Said untouched = verify();
        assertThat(untouched.exit).as(untouched.out).isZero();

        String alien = Identities.create();
        NodeState state = newest(named);
        write(Topic.NODE_STATE, alien, KeyPartition.of(alien, Pipeline.PARTITIONS),
                new String(RecordCodec.NODE_STATE.encode(state),
                        UTF_8).replace(named, alien).getBytes(UTF_8));
        Said said = verify();
        assertThat(said.exit).isEqualTo(1);
        assertThat(said.out).containsOnlyOnce("DIFFERS").contains("DIFFERS " + alien
                + " (node): the log says no such node, and nothing of the log was deleted yet, node-state says known")
                .contains("the API says known", "1 only in node-state", "They do not agree: 1 nodes differ");

        write(Topic.NODE_STATE, alien, KeyPartition.of(alien, Pipeline.PARTITIONS), null);
        assertThat(verify().exit).isZero();

        write(Topic.NODE_STATE, nameless, KeyPartition.of(nameless, Pipeline.PARTITIONS), null);
        said = verify();
        assertThat(said.exit).isEqualTo(1);
        assertThat(said.out).containsOnlyOnce("DIFFERS").contains("DIFFERS " + nameless + " (node): the log says known")
                .contains("node-state says no such node, the API says no such node", "1 only in the log");

        String forged = new String(RecordCodec.NODE_STATE.encode(state), UTF_8)
                .replace("\"current_block_number_l2\":7", "\"current_block_number_l2\":99");
        write(Topic.NODE_STATE, named, KeyPartition.of(named, Pipeline.PARTITIONS), forged.getBytes(UTF_8));
        said = verify("--no-api");
        assertThat(said.exit).isEqualTo(1);
        assertThat(said.out).contains("DIFFERS " + named
                + " fields.current_block_number_l2: the log says 7, node-state says 99\n", "1 different");
        assertThat(verify().out).contains("the log says 7, node-state says 99, the API says 99\n");

        ConsumerRecord<String, byte[]> last = log().stream()
                .filter(record -> text(record).contains("\"type\":\"report\""))
                .toList()
                .getLast();
        SessionEvent event = RecordCodec.SESSION_EVENT.decode(last.value());
        // As if the two before it had been lost on the way.
        String session = "another";
        for (long seq : new long[]{0, 3}) {
            write(Topic.NODE_TELEMETRY, session, last.partition(), new String(last.value(), UTF_8)
                    .replace(event.sessionId(), session)
                    .replace("\"seq\":" + event.seq(), "\"seq\":" + seq)
                    .getBytes(UTF_8));
        }
        said = verify();
        assertThat(said.exit).isEqualTo(1);
        assertThat(said.out).contains("2 missing (gaps in seq)", ": 2 records of session another, between seq 0 and 3",
                "2 records are missing");
        JsonNode gap = verify("--json").json().at("/gaps/0");
        assertThat(gap.path("session").asText()).isEqualTo(session);
        assertThat(gap.path("after").asInt()).isZero();
        assertThat(gap.path("next").asInt()).isEqualTo(3);
    }

    @Test
    void whatTheLogNoLongerHoldsIsCountedApart() throws Exception {
        report(named, 1, 6);
        int partition = KeyPartition.of(named, Pipeline.PARTITIONS);
        TopicPartition telemetry = new TopicPartition(kafka.topic(Topic.NODE_TELEMETRY), partition);
        await().atMost(Duration.ofSeconds(30)).until(() -> logged("\"type\":\"closed\"") == 1);
        long end = log().stream().filter(record -> record.partition() == partition).toList().getLast().offset() + 1;
        // Two reports are left, then what does not even say which node it is, then nothing.
        for (long left : new long[]{3, 1, 0}) {
            try (var admin = Admin.create(kafka.admin("test"))) {
                admin.deleteRecords(Map.of(telemetry, RecordsToDelete.beforeOffset(end - left))).all().get();
            }
            Said said = verify("--json");
            assertThat(said.exit).as(said.out).isZero();
            assertThat(said.json().at("/log/received").asLong()).isEqualTo(left);
            assertThat(said.json().at("/nodes/olderThanLog").asInt()).isEqualTo(1);
            assertThat(said.json().at("/log/missing").asInt()).isZero();
        }
    }

    @Test
    void whatCannotBeFoundOutIsSaid() throws Exception {
        report(named, 1, 3);
        assertThat(verify().exit).isZero();
        ConsumerRecord<String, byte[]> last = log().getLast();
        int port = pipeline.queryPort();
        pipeline.close();
        write(Topic.NODE_TELEMETRY, last.key(), last.partition(), last.value());
        Said said = run("--no-api", "--wait=1s");
        assertThat(said.exit).isEqualTo(1);
        assertThat(said.out).contains("Not compared: the aggregator (group " + environment.get("TOPIC_PREFIX")
                + "aggregator) has still to fold 1 records in 1 partitions after 1 s");

        pipeline = Pipeline.start(environment);
        said = run("--wait=1s", "--api=http://127.0.0.1:" + port);
        assertThat(said.exit).isEqualTo(2);
        assertThat(said.err.lines().filter(line -> line.startsWith("starkbeat: "))).singleElement().asString()
                .contains("http://127.0.0.1:" + port + "/api/nodes does not answer").contains("--no-api");

        environment.put("TOPIC_PREFIX", "nobody.");
        said = run("--no-api");
        assertThat(said.exit).isEqualTo(2);
        assertThat(said.err).isEqualToIgnoringNewLines("starkbeat: there is no topic nobody.node-telemetry at "
                + environment.get("KAFKA_BOOTSTRAP_SERVERS")
                + ": has this Starkbeat ever run? If its topics are called otherwise, set TOPIC_PREFIX");
    }

    private Said verify(String... args) {
        var all = new ArrayList<>(List.of(args));
        all.add("--wait=3m");
        if (!all.contains("--no-api")) {
            all.add("--api=http://127.0.0.1:" + pipeline.queryPort());
        }
        return run(all.toArray(String[]::new));
    }

    private Said run(String... args) {
        var all = new ArrayList<>(List.of("verify-state"));
        all.addAll(List.of(args));
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = Starkbeat.commandLine(environment)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
        return new Said(exit, out.toString(), err.toString());
    }

    /// A session of a node, with the heights from one to below another; it stays until its records are in the log.
    private void report(String peerId, long from, long to) {
        long before = logged(peerId);
        try (var node = Node.connect(vertx, pipeline.gatewayPort())) {
            for (long height = from; height < to; height++) {
                node.say("""
                        {"payload": {"peer_id": "%s", "name": "n", "current_block_number_l2": %d}}""".formatted(peerId,
                        height));
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> logged(peerId) >= before + to - from);
        }
    }

    private long logged(String text) {
        return log().stream().filter(record -> text(record).contains(text)).count();
    }

    /// The id of a session that named no peer id, and has ended.
    private String namelessSession(int reports) {
        String mark = "mark" + System.nanoTime();
        try (var node = Node.connect(vertx, pipeline.gatewayPort())) {
            for (int i = 0; i < reports; i++) {
                node.say("{\"payload\": {\"name\": \"%s\", \"peer_count\": %d}}".formatted(mark, i));
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> logged(mark) >= reports);
        }
        return log().stream().filter(record -> text(record).contains(mark)).findFirst().orElseThrow().key();
    }

    private static String text(ConsumerRecord<String, byte[]> record) {
        return new String(record.value(), UTF_8);
    }

    private NodeState newest(String id) {
        return records(Topic.NODE_STATE).stream()
                .filter(record -> record.key().equals(id))
                .map(record -> RecordCodec.NODE_STATE.decode(record.value()))
                .toList()
                .getLast();
    }

    private List<ConsumerRecord<String, byte[]>> log() {
        return records(Topic.NODE_TELEMETRY);
    }

    private List<ConsumerRecord<String, byte[]>> records(Topic topic) {
        try (var consumer = new KafkaConsumer<>(kafka.consumer("test"), new StringDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(kafka.topic(topic))
                    .stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    private void write(Topic topic, String key, int partition, byte @Nullable [] value) throws Exception {
        try (var producer = new KafkaProducer<>(kafka.producer("test"), new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(kafka.topic(topic), partition, key, value)).get();
        }
    }
}
