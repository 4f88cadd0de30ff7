package io.starkbeat.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.starkbeat.embedded.EmbeddedKafka;
import io.starkbeat.embedded.EmbeddedKafkaConfig;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.SessionClosed;
import io.starkbeat.schemas.session.SessionEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Kafka goes away while nodes send, and comes back.
class KafkaOutageIT {
    private static final int MESSAGES = 5_000;
    private static final long BUDGET = 64 * 1024;

    @Test
    void socketsAreNotReadWhileKafkaIsAwayAndNothingIsLost() throws Exception {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
        String padding = "x".repeat(600);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.ephemeral());
                GatewayUnderTest gateway = GatewayUnderTest.start(kafka.bootstrapServers(), "outage.",
                        Map.of("IN_FLIGHT_BYTES", String.valueOf(BUDGET)));
                RawNode node = new RawNode(gateway.port(), "/submit");
                RawNode late = new RawNode(gateway.port(), "/submit")) {
            node.handshake();
            late.handshake();
            node.send("{\"name\":\"patient\"}").flush();
            await().untilAsserted(() -> assertThat(gateway.metric("messages_accepted_total")).isEqualTo(1));

            kafka.stopNode(1);
            // Writes until the gateway reads no more, and then waits for it in a thread of its own.
            Thread sender = Thread.ofPlatform().start(() -> {
                try {
                    for (int i = 0; i < MESSAGES; i++) {
                        node.send("{\"tx_number\":" + i + ",\"padding\":\"" + padding + "\"}");
                    }
                    // Ends without a word while the gateway still has not read it all.
                    node.leave();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            await().untilAsserted(() -> assertThat(gateway.metric("sockets_paused")).isEqualTo(1));
            await().untilAsserted(() -> assertThat(gateway.readiness()).isEqualTo(503));
            double held = gateway.metric("in_flight_bytes");
            double received = gateway.metric("messages_received_total");
            assertThat(gateway.metric("sockets_open")).isEqualTo(2);
            assertThat(held).isBetween((double) BUDGET, BUDGET + 10_000.0);
            assertThat(received).isLessThan(200);
            // A socket that is there already may say one thing more, then it is not read either.
            late.send("{\"name\":\"late\"}").send("{\"cpu\":1}").send("{\"cpu\":2}").flush();
            await().untilAsserted(() -> assertThat(gateway.metric("sockets_paused")).isEqualTo(2));
            assertThat(gateway.metric("messages_received_total")).isEqualTo(received + 1);
            // What had come in before it was lost counts.
            late.leave();
            await().untilAsserted(() -> assertThat(gateway.metric("sockets_open")).isEqualTo(1));
            assertThat(gateway.metric("messages_received_total")).isEqualTo(received + 3);

            kafka.startNode(1);
            await().atMost(Duration.ofSeconds(60)).untilAsserted(
                    () -> assertThat(gateway.metric("messages_received_total")).isEqualTo(MESSAGES + 1 + 3));

            try (TopicReader topics = new TopicReader(kafka.bootstrapServers(), "outage.")) {
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(topics.telemetry().size()).isEqualTo(MESSAGES + 3 + 5));
                List<SessionEvent> events = topics.ofSocketThatSaid("patient").stream().map(TopicReader::event)
                        .toList();
                assertThat(events).extracting(SessionEvent::seq)
                        .containsExactlyElementsOf(LongStream.range(0, MESSAGES + 3).boxed().toList());
                for (int i = 0; i < MESSAGES; i++) {
                    assertThat(((NodeReport) events.get(i + 2)).fields().toString()).contains("TX_NUMBER=" + i);
                }
                assertThat(events.getLast()).isInstanceOf(SessionClosed.class);
            }
            sender.join();
            await().untilAsserted(() -> assertThat(gateway.metric("messages_in_flight")).isZero());
            assertThat(gateway.metric("messages_accepted_total")).isEqualTo(MESSAGES + 1 + 3);
            assertThat(gateway.metric("messages_received_total")).isEqualTo(MESSAGES + 1 + 3);
            assertThat(gateway.metric("in_flight_bytes")).isZero();
            assertThat(gateway.metric("sockets_paused")).isZero();
            await().untilAsserted(() -> assertThat(gateway.readiness()).isEqualTo(200));
        }
    }
}
