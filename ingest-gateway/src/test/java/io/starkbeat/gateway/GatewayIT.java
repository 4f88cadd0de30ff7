package io.starkbeat.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.starkbeat.embedded.junit.KafkaCluster;
import io.starkbeat.embedded.junit.WithKafka;
import io.starkbeat.kit.StartException;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.RejectedMessage;
import io.starkbeat.schemas.session.RejectionReason;
import io.starkbeat.schemas.session.SessionClosed;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.schemas.session.SessionOpened;
import io.starkbeat.schemas.topic.KeyPartition;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real WebSockets on one side, a real broker on the other. One gateway for all; a test knows its socket by what it says.
@WithKafka
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayIT {
    private static final String PEER = "12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony";
    private static final String OTHER_PEER = "12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq";
    private static final int PARTITIONS = 6;

    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient client = vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxFrameSize(1 << 22).setMaxMessageSize(1 << 22));
    private KafkaCluster kafka;
    private GatewayUnderTest gateway;
    private TopicReader topics;

    @BeforeAll
    void start(KafkaCluster cluster) throws Exception {
        // Build machines are busy.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
        kafka = cluster;
        gateway = GatewayUnderTest.start(cluster.bootstrapServers(), cluster.uniquePrefix(), Map.of());
        topics = new TopicReader(cluster.bootstrapServers(), cluster.uniquePrefix());
    }

    @AfterAll
    void stop() throws Exception {
        topics.close();
        gateway.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private WebSocket connect(int port) throws Exception {
        return client
                .connect(new WebSocketConnectOptions().setHost("127.0.0.1")
                        .setPort(port)
                        .setURI("/submit")
                        .addHeader("User-Agent", "it/1"))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private WebSocket connect() throws Exception {
        return connect(gateway.port());
    }

    private static String uniqueName() {
        return "node-" + UUID.randomUUID();
    }

    private static List<SessionEvent> events(List<ConsumerRecord<String, byte[]>> records) {
        return records.stream().map(TopicReader::event).toList();
    }

    private List<ConsumerRecord<String, byte[]>> awaitRecords(String said, int count) {
        await().untilAsserted(() -> assertThat(topics.ofSocketThatSaid(said)).hasSize(count));
        return topics.ofSocketThatSaid(said);
    }

    @Test
    void exampleSessionOfTheSpecificationLiesInOnePartitionInOrder() throws Exception {
        JsonArray messages = new JsonObject(Buffer.buffer(Objects
                .requireNonNull(getClass().getResourceAsStream("/example-session.json")).readAllBytes()))
                .getJsonArray("messages");
        WebSocket socket = connect();
        for (int i = 0; i < messages.size(); i++) {
            socket.writeTextMessage(messages.getJsonObject(i).encode());
        }
        awaitRecords("Starknode", 6);
        socket.close((short) 1000, "done");
        List<ConsumerRecord<String, byte[]>> records = awaitRecords("Starknode", 7);

        List<SessionEvent> events = events(records);
        assertThat(events).extracting(SessionEvent::seq)
                .containsExactlyElementsOf(LongStream.range(0, 7).boxed().toList());
        assertThat(records).allSatisfy(record -> {
            assertThat(record.partition()).isEqualTo(KeyPartition.of(PEER, PARTITIONS));
            assertThat(record.headers().lastHeader("schema").value()).asString(UTF_8).isEqualTo("session-event/1");
            assertThat(record.headers().lastHeader("gateway").value()).asString(UTF_8).isEqualTo("gw-test");
        });
        assertThat(events.getFirst()).isInstanceOfSatisfying(SessionOpened.class, opened -> {
            assertThat(opened.address()).isEqualTo("127.0.0.1");
            assertThat(opened.addressKey()).hasSize(32);
            assertThat(opened.userAgent()).isEqualTo("it/1");
            assertThat(opened.path()).isEqualTo("/submit");
            assertThat(opened.fields().isEmpty()).isTrue();
            assertThat(opened.gateway()).isEqualTo("gw-test");
        });
        assertThat(events.subList(1, 6)).allMatch(NodeReport.class::isInstance);
        assertThat(((NodeReport) events.get(1)).fields().text(Field.CAPABILITY)).isEqualTo("FullNode");
        assertThat(((NodeReport) events.get(3)).fields().whole(Field.CURRENT_BLOCK_NUMBER_L2)).hasValue(1);
        assertThat(events.getLast()).isInstanceOfSatisfying(SessionClosed.class, closed -> {
            assertThat(closed.code()).isEqualTo(1000);
            assertThat(closed.reason()).isEqualTo("done");
        });
    }

    @Test
    void socketThatNamesItselfLateGoesOnWhereItsNodeLies() throws Exception {
        String name = uniqueName();
        WebSocket socket = connect();
        socket.writeTextMessage("{\"name\":\"" + name + "\",\"memory\":16}");
        socket.writeTextMessage("{\"peer_id\":\"" + OTHER_PEER + "\",\"client\":\"Juno\"}");
        socket.writeTextMessage("{\"peer_count\":4}");
        List<ConsumerRecord<String, byte[]>> records = awaitRecords(name, 6);
        socket.close();

        List<SessionEvent> events = events(records);
        String first = events.getFirst().sessionId();
        String second = events.getLast().sessionId();
        assertThat(events).extracting(SessionEvent::seq).containsExactly(0L, 1L, 2L, 0L, 1L, 2L);
        assertThat(records.subList(0, 3)).extracting(ConsumerRecord::partition)
                .containsOnly(KeyPartition.of(first, PARTITIONS));
        assertThat(records.subList(3, 6)).extracting(ConsumerRecord::partition)
                .containsOnly(KeyPartition.of(OTHER_PEER, PARTITIONS));
        assertThat(events.get(2)).isInstanceOfSatisfying(SessionClosed.class, closed -> {
            assertThat(closed.isContinued()).isTrue();
            assertThat(closed.continuedAs()).isEqualTo(second);
            assertThat(closed.code()).isEqualTo(1000);
        });
        assertThat(events.get(3)).isInstanceOfSatisfying(SessionOpened.class, opened -> {
            assertThat(opened.continues()).isEqualTo(first);
            assertThat(opened.fields().known()).containsExactly(Field.NAME, Field.PEER_ID, Field.MEMORY);
        });
    }

    @Test
    void garbageBetweenGoodMessagesCostsAnExplanationAndNothingElse() throws Exception {
        String name = uniqueName();
        Queue<String> told = new ConcurrentLinkedQueue<>();
        WebSocket socket = connect();
        socket.textMessageHandler(told::add);
        socket.writeTextMessage("garbage " + name);
        socket.writeTextMessage("{\"name\":\"" + name + "\",\"memory\":\"lots\"}");
        socket.writeBinaryMessage(Buffer.buffer(new byte[]{(byte) 0xFF, 0, 1}));
        socket.writeTextMessage("");
        socket.writeTextMessage("{\"peer_count\":4}");
        List<SessionEvent> events = events(awaitRecords(name, 3));

        assertThat(events).extracting(SessionEvent::seq).containsExactly(0L, 1L, 2L);
        await().untilAsserted(() -> assertThat(topics.rejectedOf(events.getFirst().sessionId()))
                .extracting(RejectedMessage::reason)
                .containsExactly(RejectionReason.NOT_JSON, RejectionReason.FIELD_UNFIT, RejectionReason.NOT_UTF8,
                        RejectionReason.EMPTY));
        await().untilAsserted(() -> assertThat(told).hasSize(4));
        assertThat(told).extracting(frame -> new JsonObject(frame).getJsonObject("error").getString("code"))
                .containsExactly("not_json", "field_unfit", "not_utf8", "empty");
        assertThat(told.stream().skip(1).findFirst()).hasValueSatisfying(
                frame -> assertThat(new JsonObject(frame).getJsonObject("error").getString("field"))
                        .isEqualTo("memory"));
        assertThat(socket.isClosed()).isFalse();
        socket.close();
    }

    @Test
    void fragmentsAndBinaryFramesAreMessages() throws Exception {
        String name = uniqueName();
        WebSocket socket = connect();
        byte[] umlaut = ("{\"name\":\"" + name + "ü\"}").getBytes(UTF_8);
        // Cut in the middle of a character, with a ping in between.
        socket.writeFrame(WebSocketFrame.textFrame("{\"memory\":", false));
        socket.writeFrame(WebSocketFrame.pingFrame(Buffer.buffer("p")));
        socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("1}"), true));
        socket.writeFrame(WebSocketFrame.binaryFrame(Buffer.buffer(umlaut).slice(0, umlaut.length - 3), false));
        socket.writeFrame(
                WebSocketFrame.continuationFrame(Buffer.buffer(umlaut).slice(umlaut.length - 3, umlaut.length),
                        true));
        socket.writeBinaryMessage(Buffer.buffer("{\"cpu\":4}"));

        List<SessionEvent> events = events(awaitRecords(name, 4));
        assertThat(((NodeReport) events.get(2)).fields().text(Field.NAME)).isEqualTo(name + "ü");
        assertThat(((NodeReport) events.get(3)).fields().whole(Field.CPU)).hasValue(4);
        socket.close();
    }

    @Test
    void fragmentedMessageThatIsTooLongIsRejectedAndTheSessionLives() throws Exception {
        String name = uniqueName();
        WebSocket socket = connect();
        socket.writeTextMessage("{\"name\":\"" + name + "\"}");
        socket.writeFrame(WebSocketFrame.textFrame("{\"too long " + name + "\":\"", false));
        for (int i = 0; i < 5; i++) {
            socket.writeFrame(
                    WebSocketFrame.continuationFrame(Buffer.buffer("x".repeat(GatewayUnderTest.MAX_FRAME)), false));
        }
        socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("\"}"), true));
        socket.writeTextMessage("{\"cpu\":4}");

        List<SessionEvent> events = events(awaitRecords(name, 3));
        assertThat(((NodeReport) events.get(2)).fields().whole(Field.CPU)).hasValue(4);
        await().untilAsserted(() -> assertThat(topics.rejectedWithBody("too long " + name)).singleElement()
                .satisfies(rejected -> {
                    assertThat(rejected.reason()).isEqualTo(RejectionReason.TOO_LARGE);
                    assertThat(rejected.size()).isGreaterThan(5L * GatewayUnderTest.MAX_FRAME);
                }));
        socket.close();
    }

    /// The peer is still sending when it is sent off, and has to be able to read the reason all the same.
    @Test
    void frameThatIsTooLongEndsTheSessionWithItsCode() throws Exception {
        String name = uniqueName();
        try (RawNode node = new RawNode(gateway.port(), "/")) {
            assertThat(node.handshake()).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("permessage-deflate");
            node.send("{\"name\":\"" + name + "\"}").header(RawNode.TEXT, 4 << 20);
            for (int i = 0; i < 64; i++) {
                node.write(new byte[1 << 16]);
            }
            node.flush();

            assertThat(new String(node.read().payload(), UTF_8)).contains("too_large");
            assertThat(node.read()).returns(0x8, RawNode.Frame::opcode).returns(1009, RawNode.Frame::closeCode);
            assertThat(node.isAtEnd()).isTrue();
        }
        assertThat(events(awaitRecords(name, 3)).getLast()).isInstanceOfSatisfying(SessionClosed.class,
                closed -> assertThat(closed.code()).isEqualTo(1009));
    }

    @Test
    void libraryClientSeesTheCodeOfAFrameThatIsTooLong() throws Exception {
        CompletableFuture<Short> code = new CompletableFuture<>();
        WebSocket socket = connect();
        socket.closeHandler(_ -> code.complete(socket.closeStatusCode()));
        socket.writeFrame(WebSocketFrame.textFrame("x".repeat(1 << 20), true));

        assertThat(code.get(10, TimeUnit.SECONDS)).isEqualTo((short) 1009);
    }

    @Test
    void connectionThatIsLostIsClosedAsLost() throws Exception {
        String name = uniqueName();
        RawNode node = new RawNode(gateway.port(), "/submit");
        node.handshake();
        node.send("{\"name\":\"" + name + "\"}").flush();
        awaitRecords(name, 2);
        node.reset();

        assertThat(events(awaitRecords(name, 3)).getLast()).isInstanceOfSatisfying(SessionClosed.class, closed -> {
            assertThat(closed.code()).isEqualTo(1006);
            assertThat(closed.reason()).isNull();
        });
    }

    /// Garbage and pings without end, and nothing read: what it is told stays within its burst and rate, what would be
    /// answered is not piled up, and what it reports counts.
    @Test
    void senderThatNeverReadsIsNeitherAnsweredWithoutEndNorEnded() throws Exception {
        String name = uniqueName();
        int pings = 150_000;
        double told = gateway.metric("errors_told_total");
        try (RawNode node = new RawNode(gateway.port(), "/submit")) {
            node.handshake();
            for (int i = 0; i < 2000; i++) {
                node.send("garbage");
            }
            byte[] payload = new byte[120];
            for (int i = 0; i < pings; i++) {
                node.frame(RawNode.PING, payload);
            }
            node.send("{\"name\":\"" + name + "\"}").flush();
            List<SessionEvent> events = events(awaitRecords(name, 2));
            await().untilAsserted(() -> assertThat(topics.rejectedOf(events.getFirst().sessionId())).hasSize(2000));
            assertThat(gateway.metric("errors_told_total") - told).isBetween(1.0, 60.0);

            // Only now it reads: what the kernel held, and no pong for most of the pings.
            int pongs = 0;
            node.frame(RawNode.TEXT, "last garbage".getBytes(UTF_8)).flush();
            String last = "";
            while (!last.contains("not_json") || pongs == 0) {
                RawNode.Frame frame = node.read();
                last = frame.opcode() == RawNode.TEXT ? new String(frame.payload(), UTF_8) : "";
                pongs += frame.opcode() == 0xA ? 1 : 0;
            }
            assertThat(pongs).isLessThan(pings);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/submit", "/"})
    void plainHttpIsToldHowToReport(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(426);
        assertThat(response.headers().firstValue("Upgrade")).hasValue("websocket");
        assertThat(response.body()).contains("WebSocket").hasLineCount(1);
    }

    @Test
    void otherPathsAreNotFound() throws Exception {
        assertThat(get("/submit/x").statusCode()).isEqualTo(404);
        assertThatThrownBy(() -> client.connect(gateway.port(), "127.0.0.1", "/elsewhere")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(UpgradeRejectedException.class,
                        rejected -> assertThat(rejected.getStatus()).isEqualTo(404));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void portThatIsTakenIsOneLine() {
        assertThatThrownBy(() -> GatewayUnderTest.start(kafka.bootstrapServers(), kafka.uniquePrefix(),
                Map.of("GATEWAY_PORT", String.valueOf(gateway.port())))).isInstanceOf(StartException.class)
                .hasMessageContaining("GATEWAY_PORT")
                .hasMessageContaining(String.valueOf(gateway.port()))
                .message()
                .hasLineCount(1);
    }

    @Test
    void stopEndsEverySessionInOrderAndNothingIsUnaccountedFor() throws Exception {
        String prefix = kafka.uniquePrefix() + "stop.";
        List<CompletableFuture<Short>> codes = new ArrayList<>();
        try (GatewayUnderTest leaving = GatewayUnderTest.start(kafka.bootstrapServers(), prefix, Map.of());
                RawNode deaf = new RawNode(leaving.port(), "/submit");
                TopicReader left = new TopicReader(kafka.bootstrapServers(), prefix)) {
            assertThat(leaving.readiness()).isEqualTo(200);
            deaf.handshake();
            deaf.send("{\"name\":\"deaf\"}").flush();
            for (int i = 0; i < 10; i++) {
                WebSocket socket = connect(leaving.port());
                CompletableFuture<Short> code = new CompletableFuture<>();
                socket.closeHandler(_ -> code.complete(socket.closeStatusCode()));
                codes.add(code);
                socket.writeTextMessage("{\"name\":\"n" + i + "\"}");
                socket.writeTextMessage("garbage");
            }
            await().untilAsserted(() -> assertThat(leaving.metric("messages_received_total")).isEqualTo(21));
            await().untilAsserted(() -> assertThat(leaving.metric("messages_in_flight")).isZero());
            assertThat(leaving.metric("messages_accepted_total") + leaving.metric("messages_rejected_total")
                    + leaving.metric("messages_failed_total") + leaving.metric("messages_discarded_total"))
                    .isEqualTo(21);
            assertThat(leaving.metric("sessions_open")).isEqualTo(11);
            assertThat(leaving.metric("in_flight_bytes")).isZero();

            assertThat(leaving.stop()).isTrue();

            for (CompletableFuture<Short> code : codes) {
                assertThat(code.get(1, TimeUnit.SECONDS)).isEqualTo((short) 1001);
            }
            await().untilAsserted(() -> assertThat(events(left.telemetry())).hasSize(33)
                    .filteredOn(event -> event instanceof SessionClosed closed && closed.code() == 1001
                            && closed.seq() == 2)
                    .hasSize(11));
        }
    }
}
