package io.starkbeat.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A flood, and an endpoint that reads nothing.
class StalledEndpointTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int SENDERS = 4;
    private static final int EVENTS_OF_EACH = 10_000;
    private static final int OUTBOX = 256;
    /// 4 KB each, so that whoever keeps them all needs 160 MB.
    private static final String FILLING = "x".repeat(4_000);

    @Test
    void aFloodCostsBoundedMemoryIsCountedToTheLastAndHoldsUpNobodyElse() throws Exception {
        var reads = new CountDownLatch(1);
        try (var stalled = Gateway.stalled(reads);
                var reading = Gateway.open();
                var service = new TelemetryService(
                        TelemetryConfig.of(stalled.endpoint(9), reading.endpoint(0)).withBounds(1_024, OUTBOX))) {
            service.start();
            await().atMost(PATIENCE).until(() -> stalled.sessions().size() == 1 && reading.sessions().size() == 1);
            var before = usedAfterCollection();
            var slowest = flood(service.handle());

            await().atMost(PATIENCE).until(() -> of(service, stalled).offered() == service.counts().queued());
            var counts = service.counts();
            var ofStalled = of(service, stalled);
            assertThat(counts.queued() + counts.channelFull()).isEqualTo((long) SENDERS * EVENTS_OF_EACH);
            assertThat(ofStalled.offered())
                    .isEqualTo(
                            ofStalled.sent() + ofStalled.superseded() + ofStalled.outboxFull() + ofStalled.waiting());
            assertThat(ofStalled.outboxFull()).as("dropped since nobody reads").isPositive();
            assertThat(ofStalled.waiting()).isLessThanOrEqualTo(OUTBOX + 1);
            assertThat(counts.invalid()).isZero();
            // 257 texts and what lies in sockets' buffers; the rest is slack for the machine.
            assertThat(usedAfterCollection() - before).as("bytes kept").isLessThan(32_000_000);
            // Not the sum of any waits: no sender ever waits for a socket.
            assertThat(slowest).as("slowest send, ns").isLessThan(Duration.ofSeconds(2).toNanos());

            // The other one hears the last word meanwhile.
            service.handle().send(0, Map.of("msg", "last", "word", 1));
            await().atMost(PATIENCE)
                    .until(() -> reading.sessions().getFirst().kinds().contains("last"));

            // And so does the stalled one, once it reads: what it missed as it stands by then, none of it twice.
            var session = stalled.sessions().getFirst();
            reads.countDown();
            await().atMost(PATIENCE).until(() -> session.kinds().contains("last"));
            await().atMost(PATIENCE).until(() -> of(service, stalled).waiting() == 0);
            var end = of(service, stalled);
            assertThat(end.offered()).isEqualTo(end.sent() + end.outboxFull());
            await().atMost(PATIENCE)
                    .until(() -> session.messages.size() == end.sent() + of(service, stalled).repeats());
            assertThat(session.payloads().getLast().getString("msg")).isIn("last", "block");
            assertThat(session.payloads().stream().filter(each -> "block".equals(each.getString("msg"))).toList()
                    .getLast().getInteger("height")).isEqualTo(lastHeight(reading));
        }
    }

    /// @return the longest that a send took
    private static long flood(TelemetryHandle handle) throws InterruptedException {
        var slowest = new long[SENDERS];
        var done = new CountDownLatch(SENDERS);
        for (var sender = 0; sender < SENDERS; sender++) {
            var number = sender;
            Thread.ofPlatform().start(() -> {
                for (var event = 0; event < EVENTS_OF_EACH; event++) {
                    var message = Map.<String, Object>of("msg", "block", "height", event, Gateway.FILLING, FILLING);
                    var start = System.nanoTime();
                    handle.send(0, message);
                    slowest[number] = Math.max(slowest[number], System.nanoTime() - start);
                    if (event % 50 == 0) {
                        // So that most of it passes the channel and meets the endpoint.
                        LockSupport.parkNanos(5_000_000);
                    }
                }
                done.countDown();
            });
        }
        done.await();
        return IntStream.range(0, SENDERS).mapToLong(sender -> slowest[sender]).max().orElse(0);
    }

    private static TelemetryCounts.OfEndpoint of(TelemetryService service, Gateway gateway) {
        return service.counts()
                .endpoints()
                .entrySet()
                .stream()
                .filter(entry -> entry.getKey().uri().getPort() == gateway.port())
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private static int lastHeight(Gateway gateway) {
        List<Integer> heights = gateway.sessions().getFirst().payloads().stream()
                .filter(each -> "block".equals(each.getString("msg")))
                .map(each -> each.getInteger("height")).toList();
        return heights.getLast();
    }

    private static long usedAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
