package io.starkbeat.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// How a service ends.
class ServiceCloseTest {
    private static final int ROUNDS = 200;

    @Test
    void itEndsAtOnceWheneverItIsClosed() {
        var slowest = 0L;
        try (var client = HttpClient.newHttpClient()) {
            var config = TelemetryConfig.of(TelemetryEndpoint.of("ws://127.0.0.1:1/submit", 0)).withClient(client);
            for (var round = 0; round < ROUNDS; round++) {
                var service = new TelemetryService(config);
                service.start();
                // Around the moment at which the dispatcher lies down to sleep, of which each round meets another one.
                LockSupport.parkNanos(1 + round * 5_000L);
                var since = System.nanoTime();
                service.close();
                slowest = Math.max(slowest, System.nanoTime() - since);
                // One that waits out its limit is enough to know.
                assertThat(Duration.ofNanos(slowest)).as("round %d", round).isLessThan(Duration.ofMillis(1_800));
            }
        }
    }

    @Test
    void whatWasSentJustBeforeIsDeliveredThoughNoConnectionStoodYet() {
        try (var gateway = Gateway.open()) {
            for (var round = 1; round <= 5; round++) {
                var service = new TelemetryService(TelemetryConfig.of(gateway.endpoint(0)));
                service.handle().send(0, Map.of("msg", "last words"));
                service.start();
                service.close();
                var connections = round;
                await().atMost(Duration.ofSeconds(10)).until(() -> gateway.sessions().size() == connections
                        && gateway.sessions().getLast().kinds().contains("last words"));
            }
        }
    }
}
