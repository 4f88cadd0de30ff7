package io.starkbeat.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.starkbeat.embedded.junit.KafkaCluster;
import io.starkbeat.embedded.junit.WithKafka;
import io.starkbeat.schemas.peer.PeerId;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.schemas.session.SessionOpened;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/// Real WebSockets on one side, a real broker on the other. One gateway for all tests of a class; a test knows its socket
/// by what it says.
@WithKafka
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GatewayTestbed {
    static final String PEER = "12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony";
    static final String OTHER_PEER = "12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq";
    static final int PARTITIONS = 6;

    final Vertx vertx = Vertx.vertx();
    final WebSocketClient client = vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxFrameSize(1 << 22).setMaxMessageSize(1 << 22));
    KafkaCluster kafka;
    GatewayUnderTest gateway;
    TopicReader topics;

    /// The class's settings beside those of all.
    Map<String, String> settings() {
        return Map.of();
    }

    @BeforeAll
    void start(KafkaCluster cluster) throws Exception {
        // Build machines are busy.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
        kafka = cluster;
        gateway = GatewayUnderTest.start(cluster.bootstrapServers(), cluster.uniquePrefix(), settings());
        topics = new TopicReader(cluster.bootstrapServers(), cluster.uniquePrefix());
    }

    @AfterAll
    void stop() throws Exception {
        topics.close();
        gateway.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    WebSocket connect(int port) throws Exception {
        return client
                .connect(new WebSocketConnectOptions().setHost("127.0.0.1")
                        .setPort(port)
                        .setURI("/submit")
                        .addHeader("User-Agent", "it/1"))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    WebSocket connect() throws Exception {
        return connect(gateway.port());
    }

    /// How the session of a node opens that comes from an address of this machine, by a request with these headers.
    SessionOpened opened(String from, String... headers) throws IOException {
        String name = uniqueName();
        try (RawNode node = new RawNode(gateway.port(), "/submit", from, headers)) {
            node.handshake();
            node.send("{\"name\":\"" + name + "\"}").flush();
            await().untilAsserted(() -> assertThat(topics.ofSocketThatSaid(name)).hasSizeGreaterThan(1));
        }
        return (SessionOpened) TopicReader.event(topics.ofSocketThatSaid(name).getFirst());
    }

    static String uniqueName() {
        return "node-" + UUID.randomUUID();
    }

    static PeerId newPeerId() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return PeerId.ofEd25519(key);
    }

    static List<SessionEvent> events(List<ConsumerRecord<String, byte[]>> records) {
        return records.stream().map(TopicReader::event).toList();
    }

    List<ConsumerRecord<String, byte[]>> awaitRecords(String said, int count) {
        await().untilAsserted(() -> assertThat(topics.ofSocketThatSaid(said)).hasSize(count));
        return topics.ofSocketThatSaid(said);
    }
}
