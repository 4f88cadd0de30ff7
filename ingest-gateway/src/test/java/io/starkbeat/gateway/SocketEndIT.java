package io.starkbeat.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.starkbeat.schemas.session.SessionClosed;
import io.starkbeat.schemas.session.SessionEvent;
import io.vertx.core.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Sockets that are lost, that are sent away, or whose sender does not read.
class SocketEndIT extends GatewayTestbed {
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

            // Only now it reads: what the kernel held, and no pong for most of the pings. Once it has read all, it is told
            // again; while what is written waits for it, it may not be, so it asks until it is.
            int pongs = 0;
            boolean asked = false;
            String last = "";
            long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!asked || !last.contains("not_json")) {
                assertThat(System.nanoTime()).as("still not told").isLessThan(giveUp);
                if (!node.hasMoreWithin(Duration.ofMillis(300))) {
                    node.frame(RawNode.TEXT, "last garbage".getBytes(UTF_8)).flush();
                    asked = true;
                    continue;
                }
                RawNode.Frame frame = node.read();
                last = frame.opcode() == RawNode.TEXT ? new String(frame.payload(), UTF_8) : "";
                pongs += frame.opcode() == 0xA ? 1 : 0;
            }
            assertThat(pongs).isPositive();
            assertThat(pongs).isLessThan(pings);
        }
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
