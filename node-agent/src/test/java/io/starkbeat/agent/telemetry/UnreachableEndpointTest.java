package io.starkbeat.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What an endpoint hears that nobody could reach at first.
class UnreachableEndpointTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void whatWasForgottenMeanwhileIsNotSaid() throws Exception {
        var port = freePort();
        try (var service = service(port)) {
            service.start();
            service.handle().send(0, Map.of("msg", "block", "height", 1));
            assertThat(service.handle().forget("block")).isTrue();
            await().atMost(PATIENCE).until(() -> of(service).offered() == 1);
            try (var gateway = Gateway.open(port)) {
                await().atMost(PATIENCE).until(() -> gateway.sessions().size() == 1);
                service.handle().send(0, Map.of("msg", "end"));
                await().atMost(PATIENCE).until(() -> gateway.sessions().getFirst().kinds().contains("end"));
                assertThat(gateway.sessions().getFirst().kinds()).containsExactly("end");
            }
            assertThat(of(service).superseded()).isEqualTo(1);
        }
    }

    @Test
    void itHearsHowThingsStandAndNotHowTheyBegan() throws Exception {
        var port = freePort();
        try (var service = service(port)) {
            service.start();
            service.handle().send(0, Map.of("msg", "identity", "name", "me"));
            // More than an outbox holds: the oldest are what nobody needs.
            IntStream.range(0, 3_000).forEach(height -> {
                service.handle().send(0, Map.of("msg", "block", "height", height));
                await().pollInSameThread().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1))
                        .until(() -> height % 500 != 0 || of(service).offered() == height + 2);
            });
            await().atMost(PATIENCE).until(() -> of(service).offered() == 3_001);
            await().atMost(PATIENCE).until(() -> of(service).waiting() == 0);
            try (var gateway = Gateway.open(port)) {
                await().atMost(PATIENCE).until(() -> gateway.sessions().size() == 1);
                service.handle().send(0, Map.of("msg", "end"));
                await().atMost(PATIENCE).until(() -> gateway.sessions().getFirst().messages.size() == 3);
                assertThat(gateway.sessions().getFirst().payloads()).contains(
                        new JsonObject().put("msg", "block").put("height", 2_999));
                assertThat(gateway.sessions().getFirst().kinds()).containsExactly("identity", "block", "end");
            }
        }
    }

    /// The JDK's client refuses this header when it is asked to connect, by an exception that nobody declares.
    @Test
    void anErrorOfTheProgramIsLikeAnEndpointThatCannotBeReached() {
        try (var service = new TelemetryService(
                TelemetryConfig.of(TelemetryEndpoint.of("ws://127.0.0.1:1/submit", 0))
                        .withHeaders(Map.of("Sec-WebSocket-Key", "x"))
                        .withRetries(Duration.ofMillis(50), Duration.ofMillis(200)))) {
            service.handle().send(0, Map.of("msg", "block", "height", 1));
            service.start();
            await().atMost(PATIENCE).until(() -> of(service).superseded() == 1);
        }
    }

    private static TelemetryService service(int port) {
        return new TelemetryService(
                TelemetryConfig.of(TelemetryEndpoint.of("ws://127.0.0.1:" + port + "/submit", 0))
                        .withRetries(Duration.ofMillis(50), Duration.ofMillis(200)));
    }

    private static TelemetryCounts.OfEndpoint of(TelemetryService service) {
        return service.counts().endpoints().values().iterator().next();
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
