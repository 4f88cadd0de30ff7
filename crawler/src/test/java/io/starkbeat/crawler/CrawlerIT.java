package io.starkbeat.crawler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.starkbeat.crawler.crawl.TestNetwork;
import io.starkbeat.embedded.junit.KafkaCluster;
import io.starkbeat.embedded.junit.WithKafka;
import io.starkbeat.kit.service.ServiceProcess;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.peer.PeerSighting;
import io.starkbeat.schemas.topic.KeyPartition;
import io.starkbeat.schemas.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/// The service over a network of real sockets and a real broker.
@WithKafka
final class CrawlerIT {
    private static final int PARTITIONS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaCluster kafka;
    private final Map<String, PeerSighting> sightings = new HashMap<>();

    CrawlerIT(KafkaCluster kafka) {
        this.kafka = kafka;
    }

    private ServiceProcess start(TestNetwork network, String instance) throws Exception {
        ServiceProcess process = ServiceProcess.of(Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "TOPIC_PREFIX", kafka.uniquePrefix(), "TOPIC_PARTITIONS", String.valueOf(PARTITIONS), "MANAGEMENT_PORT",
                "0", "LISTEN_HOST", "127.0.0.1", "CRAWL_BOOTSTRAP", "SN_MAIN=" + network.get(0).address(),
                "CRAWL_ALLOW_PRIVATE", "yes", "INSTANCE_ID", instance), List.of(new CrawlerDefinition()));
        process.start();
        return process;
    }

    @Test
    void whatARoundFindsLiesOnTheTopicAndIsRememberedOverARestart() throws Exception {
        try (TestNetwork network = new TestNetwork(30, 0, 3);
                KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()), new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            String topic = Topic.NODE_SIGHTINGS.in(kafka.uniquePrefix());
            List<TopicPartition> partitions = IntStream.range(0, PARTITIONS).mapToObj(i -> new TopicPartition(topic, i))
                    .toList();
            ServiceProcess first = start(network, "c1");
            try {
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
                await().atMost(PATIENCE).untilAsserted(() -> {
                    read(consumer, "c1");
                    assertThat(sightings).hasSize(30);
                });
            } finally {
                first.stop();
            }
            assertThat(sightings.values()).allSatisfy(sighting -> {
                assertThat(sighting.reachable()).isTrue();
                assertThat(sighting.roundsTried()).isEqualTo(1);
                assertThat(sighting.provenAddress()).isNotNull();
            });
            Map<String, PeerSighting> before = Map.copyOf(sightings);
            network.get(7).close();

            // The second goes on where the first was: first sights, rounds, and one that is gone.
            sightings.clear();
            ServiceProcess second = start(network, "c2");
            try {
                await().atMost(PATIENCE).untilAsserted(() -> {
                    read(consumer, "c2");
                    assertThat(sightings).hasSize(30);
                });
            } finally {
                second.stop();
            }
            assertThat(sightings.values()).allSatisfy(sighting -> {
                assertThat(sighting.firstSeen()).isEqualTo(before.get(sighting.peerId()).firstSeen());
                assertThat(sighting.roundsTried()).isEqualTo(2);
            });
            PeerSighting gone = sightings.get(network.get(7).id().toString());
            assertThat(gone.reachable()).isFalse();
            assertThat(gone.roundsReached()).isEqualTo(1);
            assertThat(gone.agentVersion()).isEqualTo("pathfinder/0.22.0");
            assertThat(sightings.values().stream().filter(PeerSighting::reachable).collect(Collectors.toSet()))
                    .hasSize(29);
        }
    }

    private void read(KafkaConsumer<String, byte[]> consumer, String crawler) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
            assertThat(new String(record.headers().lastHeader("schema").value(), UTF_8)).isEqualTo("peer-sighting/1");
            assertThat(new String(record.headers().lastHeader("crawler").value(), UTF_8)).isEqualTo(crawler);
            assertThat(record.partition()).isEqualTo(KeyPartition.of(record.key(), PARTITIONS));
            PeerSighting sighting = RecordCodec.PEER_SIGHTING.decode(record.value());
            assertThat(record.key()).isEqualTo(sighting.peerId());
            sightings.put(sighting.peerId(), sighting);
        }
    }
}
