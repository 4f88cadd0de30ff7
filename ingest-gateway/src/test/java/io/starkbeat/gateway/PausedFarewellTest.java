package io.starkbeat.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.starkbeat.gateway.address.AddressKey;
import io.starkbeat.gateway.address.ClientAddress;
import io.starkbeat.gateway.country.Countries;
import io.starkbeat.gateway.decode.MessageDecoder;
import io.starkbeat.gateway.limit.PeerIdsPerAddress;
import io.starkbeat.gateway.limit.SocketsPerAddress;
import io.starkbeat.gateway.metrics.GatewayMetrics;
import io.starkbeat.gateway.publish.InFlightBudget;
import io.starkbeat.gateway.publish.TelemetryPublisher;
import io.starkbeat.gateway.session.UnfinishedMessages;
import io.starkbeat.gateway.socket.Door;
import io.starkbeat.gateway.socket.SocketLoop;
import io.starkbeat.gateway.socket.SocketServices;
import io.starkbeat.kit.settings.CidrSet;
import io.starkbeat.kit.settings.NodeIp;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/// Nodes that leave while Kafka holds the gateway up: a node's end comes in between its pause and its going on in every
/// possible place.
class PausedFarewellTest {
    private static final int NODES = 300;
    private static final int MESSAGES = 60;
    private static final Duration WITHIN = Duration.ofSeconds(60);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MockProducer<byte[], byte[]> kafka = new MockProducer<>(false, null, new ByteArraySerializer(),
            new ByteArraySerializer());
    /// Ten messages or so fill it.
    private final InFlightBudget budget = new InFlightBudget(4096);

    @Test
    void whatCameInBeforeTheEndIsTakenWheneverTheEndComes() throws Exception {
        GatewayMetrics metrics = new GatewayMetrics(meters);
        TelemetryPublisher publisher = new TelemetryPublisher(kafka, topic -> topic.in("test."), 1, "gw-1", budget,
                metrics);
        publisher.start();
        Door door = new Door(new ClientAddress(CidrSet.NONE), NodeIp.FULL, new AddressKey("a secret of the test"),
                Countries.UNKNOWN,
                new SocketsPerAddress(NODES), new PeerIdsPerAddress(NODES, System::nanoTime), metrics, () -> true);
        SocketLoop loop = new SocketLoop(new SocketServices("gw-1", 16 * 1024, 16 * 1024, door, new MessageDecoder(),
                new UnfinishedMessages(1 << 20), budget, publisher, metrics, InstantSource.system()), "127.0.0.1", 0);
        Vertx vertx = Vertx.vertx();
        vertx.deployVerticle(loop).toCompletionStage().toCompletableFuture().join();
        AtomicBoolean acknowledging = new AtomicBoolean(true);
        Thread acknowledgements = Thread.ofPlatform().start(() -> {
            while (acknowledging.get()) {
                if (!kafka.completeNext()) {
                    Thread.onSpinWait();
                }
            }
        });
        try {
            try (ExecutorService nodes = Executors.newFixedThreadPool(8)) {
                for (Future<?> left : nodes.invokeAll(Collections.nCopies(NODES, () -> report(loop.actualPort())))) {
                    left.get();
                }
            }
            await().atMost(WITHIN).until(() -> meters.get("starkbeat.gateway.sockets.open").gauge().value() == 0);
            assertThat(meters.get("starkbeat.gateway.messages.received").counter().count())
                    .isEqualTo(NODES * MESSAGES);
            assertThat(meters.get("starkbeat.gateway.sockets.paused").gauge().value()).isZero();
            await().atMost(WITHIN).until(() -> budget.used() == 0);
            // Each session's opening and end, and every report.
            assertThat(kafka.history()).hasSize(NODES * (MESSAGES + 2));
        } finally {
            acknowledging.set(false);
            acknowledgements.join();
            publisher.close(Duration.ZERO);
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static boolean report(int port) throws IOException {
        try (RawNode node = new RawNode(port, "/submit")) {
            node.handshake();
            for (int i = 0; i < MESSAGES; i++) {
                node.send("{\"tx_number\":" + i + "}");
            }
            node.leave();
            return node.isAtEnd();
        }
    }
}
