package io.starkbeat.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.agent.standin.DeafSocket;
import io.starkbeat.agent.telemetry.EndpointLink.Pulse;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Endpoints under steady traffic: one takes all that comes and gives no sign of life, as what is between a node and a
/// gateway that has gone may; the other is well.
class SilentEndpointTest {
    /// Far more than a busy machine lets pass between two messages: only steady traffic hides what is looked for.
    private static final Pulse QUICK = new Pulse(Duration.ofSeconds(1), Duration.ofSeconds(3));
    private static final Duration STEADY = Duration.ofMillis(5);

    @Test
    void whoReadsAndNeverAnswersAPingIsLeft() throws Exception {
        try (var deaf = DeafSocket.saying("")) {
            var ends = new CopyOnWriteArrayList<String>();
            var link = link(TelemetryEndpoint.parse(deaf.url()), ends);
            var until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (ends.isEmpty() && System.nanoTime() - until < 0) {
                offer(link);
                LockSupport.parkNanos(STEADY.toNanos());
            }
            assertThat(ends).isNotEmpty();
            assertThat(ends.getFirst()).contains("nothing was heard for 3 s");
            link.beginClose();
            link.awaitClosed(System.nanoTime() + 2_000_000_000L);
        }
    }

    @Test
    void whoAnswersPingsIsNotLeftThoughItSaysNothingElse() throws Exception {
        try (var gateway = Gateway.open()) {
            var ends = new CopyOnWriteArrayList<String>();
            var link = link(gateway.endpoint(0), ends);
            var until = System.nanoTime() + 2 * QUICK.stallLimit().toNanos();
            while (System.nanoTime() - until < 0) {
                offer(link);
                LockSupport.parkNanos(STEADY.toNanos());
            }
            assertThat(ends).isEmpty();
            assertThat(gateway.sessions()).hasSize(1);
            link.beginClose();
            link.awaitClosed(System.nanoTime() + 2_000_000_000L);
        }
    }

    private static EndpointLink link(TelemetryEndpoint endpoint, CopyOnWriteArrayList<String> ends) {
        var config = TelemetryConfig.of(endpoint).withListener(new TelemetryListener() {
            @Override
            public void disconnected(TelemetryEndpoint from, String reason) {
                ends.add(reason);
            }
        });
        var link = new EndpointLink(endpoint, config, HttpClient.newHttpClient(), new MessageWriter(), QUICK);
        link.start();
        return link;
    }

    private static void offer(EndpointLink link) {
        link.outbox().offer(new TelemetryEvent(0, Map.of("msg", "m"), 0), "{\"payload\": {\"msg\": \"m\"}}");
    }
}
