package io.starkbeat.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.starkbeat.agent.telemetry.TelemetryConfig;
import io.starkbeat.agent.telemetry.TelemetryEndpoint;
import io.starkbeat.agent.telemetry.TelemetryService;
import io.starkbeat.aggregator.AggregatorDefinition;
import io.starkbeat.embedded.junit.KafkaCluster;
import io.starkbeat.embedded.junit.WithKafka;
import io.starkbeat.kit.service.ServiceProcess;
import io.starkbeat.query.QueryDefinition;
import io.starkbeat.query.QueryService;
import io.starkbeat.standalone.demo.Identities;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that reports through the library, while the gateway's process is killed (SIGKILL) and started again at random
/// moments of its life. `-Dgateway.restarts=50` is the long form; `-Dgateway.seed` repeats one.
@WithKafka
class GatewayRestartsIT {
    private static final int RESTARTS = Integer.getInteger("gateway.restarts", 5);
    private static final long SEED = Long.getLong("gateway.seed", 7);
    /// Every other gateway lives so long from its process's start, and is often killed before it serves; the others from
    /// the moment on which the node is connected to it.
    private static final int LIVES_AT_MOST_MILLIS = 2_500;

    private final String peerId = Identities.create();
    private final AtomicLong height = new AtomicLong(100);

    @Test
    void theNodeIsOneNodeThroughoutAndItsLastStateArrives(KafkaCluster kafka, @TempDir Path folder) throws Exception {
        var port = FreePort.next();
        var environment = new HashMap<>(
                Pipeline.environment(kafka, kafka.uniquePrefix(), Files.createDirectory(folder.resolve("state"))));
        environment.put("GATEWAY_PORT", Integer.toString(port));
        var query = new AtomicReference<QueryService>();
        var endpoint = TelemetryEndpoint.of("ws://127.0.0.1:" + port + "/submit", 0);
        try (var readers = ServiceProcess.of(environment,
                List.of(new AggregatorDefinition(), new QueryDefinition().passing(service -> {
                    query.set((QueryService) service);
                    return service;
                })));
                var telemetry = new TelemetryService(TelemetryConfig.of(endpoint)
                        .withRetries(Duration.ofMillis(50), Duration.ofMillis(500)))) {
            readers.start();
            telemetry.handle().send(0, Map.of("msg", "node.identity", "peer_id", peerId, "name", "steadfast"));
            telemetry.start();
            var random = new Random(SEED);
            try (var api = new Api(query.get().port())) {
                var gateway = ChildProcess.start(folder, environment, "gateway");
                await().atMost(Duration.ofMinutes(3)).until(() -> telemetry.counts().endpoints().values().stream()
                        .anyMatch(each -> each.connects() > 0));
                await().atMost(Duration.ofMinutes(3)).ignoreExceptions().until(() -> api.node(peerId).isPresent());
                for (var restart = 0; restart < RESTARTS; restart++) {
                    var connects = restart / 2 + 1L;
                    if (restart % 2 == 0) {
                        await().atMost(Duration.ofMinutes(3))
                                .until(() -> telemetry.counts().endpoints().get(endpoint).connects() >= connects);
                    }
                    report(telemetry, random.nextInt(LIVES_AT_MOST_MILLIS), api);
                    gateway.kill();
                    if (restart == RESTARTS - 1) {
                        // The last words, said while there is nobody to hear them: two fields in two messages.
                        telemetry.handle().send(0, Map.of("msg", "network.update", "peer_count", 77));
                        telemetry.handle().send(0, block());
                    }
                    gateway = ChildProcess.start(folder, environment, "gateway");
                }
                try (var last = gateway) {
                    await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
                        assertThat(last.isAlive()).isTrue();
                        assertThat(api.node(peerId).orElseThrow().getMap())
                                .containsEntry("blockHeight", (int) height.get())
                                .containsEntry("peerCount", 77)
                                .containsEntry("nodeName", "steadfast")
                                .containsEntry("status", "online");
                    });
                    assertThat(api.nodes()).as("no second node came of it").hasSize(1);
                }
            }
            var counts = telemetry.counts().endpoints().get(endpoint);
            System.out.println(RESTARTS + " kills: " + counts);
            assertThat(counts.connects()).as("it was connected to again").isGreaterThanOrEqualTo(RESTARTS / 2);
            assertThat(counts.superseded()).as("some of it fell between").isPositive();
        }
    }

    /// Has the node report ten blocks a second for a time, and looks at it meanwhile as readers do.
    private void report(TelemetryService telemetry, int millis, Api api) {
        var end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        while (System.nanoTime() - end < 0) {
            telemetry.handle().send(0, block());
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        assertThat(api.nodes().map(node -> node.getString("nodeId"))).containsExactly(peerId);
    }

    private Map<String, Object> block() {
        return Map.of("msg", "network.update", "current_block_number_l2", height.incrementAndGet());
    }
}
