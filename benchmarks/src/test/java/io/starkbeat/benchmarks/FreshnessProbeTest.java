package io.starkbeat.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FreshnessProbeTest {
    private static final int DELAY_MS = 80;

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Long> heights = new ConcurrentHashMap<>();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void measuresTheTimeUntilAMessageIsVisible() {
        var port = server();
        BenchRun run = bench(port, "--sessions=20", "--rate=200", "--warm-up=1", "--duration=2");
        assertThat(run.exit()).isZero();
        assertThat(run.err()).isEmpty();
        // Two seconds of 20 probes, each visible DELAY_MS after it came; reads and timers add some.
        assertThat(run.number("probes +(\\d+) seen")).isEqualTo(40);
        assertThat(run.number("seen, (\\d+) lost")).isZero();
        assertThat(run.number("visible +p50 (\\d+)")).isBetween(DELAY_MS, DELAY_MS + 60);
        assertThat(run.number("load +(\\d+) messages")).isBetween(390, 410);
        assertThat(run.out())
                .contains("errors           0 sessions lost, 0 messages not sent, 0 messages refused");
        assertThat(heights).hasSize(20);
    }

    @Test
    void nobodyThereIsOneLineAndExitCode1() {
        BenchRun run = bench(1, "--sessions=2", "--warm-up=0", "--duration=1");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err().lines()).singleElement().asString().startsWith("starkbeat: cannot read http://")
                .contains("--query");
    }

    @Test
    void wrongUsageIsOneLineAndExitCode2() {
        BenchRun run = bench(1, "--rate=0");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err().lines()).singleElement().asString().startsWith("starkbeat: --rate is 0");
    }

    @Test
    void heightsAreFoundWhereverTheyStandAndNothingElse() {
        var body = "700000000011,{\"a\":700000000012,\"b\":\"0x7000000000139\",\"c\":12},700000000014"
                .getBytes(StandardCharsets.US_ASCII);
        assertThat(Watch.heights(body)).containsExactlyInAnyOrder(700_000_000_011L, 700_000_000_012L, 700_000_000_014L);
        assertThat(Watch.heights(new byte[0])).isEmpty();
    }

    /// A gateway and an API in one: what was reported is read [#DELAY_MS] later.
    private int server() {
        return vertx.createHttpServer().webSocketHandler(socket -> {
            var id = new String[1];
            socket.textMessageHandler(text -> {
                var payload = new JsonObject(text).getJsonObject("payload");
                id[0] = payload.getString("peer_id", id[0]);
                if (payload.containsKey("current_block_number_l2")) {
                    vertx.setTimer(DELAY_MS, _ -> heights.put(id[0], payload.getLong("current_block_number_l2")));
                }
            });
        }).requestHandler(request -> request.response().end(heights.values().toString())).listen(0, "127.0.0.1").await()
                .actualPort();
    }

    private static BenchRun bench(int port, String... options) {
        return new BenchRun(List.of("freshness", "--gateway=ws://127.0.0.1:" + port + "/submit",
                "--query=http://127.0.0.1:" + port + "/api/nodes"), options);
    }
}
