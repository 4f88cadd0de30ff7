package io.starkbeat.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FreshnessProbeTest {
    private static final int DELAY_MS = 80;

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Long> heights = new ConcurrentHashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void measuresTheTimeUntilAMessageIsVisible() {
        var port = server();
        assertThat(bench(port, "--sessions=20", "--rate=200", "--warm-up=1", "--duration=2")).isZero();
        assertThat(err.toString()).isEmpty();
        // Two seconds of 20 probes, each visible DELAY_MS after it came; reads and timers add some.
        assertThat(number("probes +(\\d+) seen")).isEqualTo(40);
        assertThat(number("seen, (\\d+) lost")).isZero();
        assertThat(number("visible +p50 (\\d+)")).isBetween(DELAY_MS, DELAY_MS + 60);
        assertThat(number("load +(\\d+) messages")).isBetween(390, 410);
        assertThat(out.toString())
                .contains("errors           0 sessions lost, 0 messages not sent, 0 messages refused");
        assertThat(heights).hasSize(20);
    }

    @Test
    void nobodyThereIsOneLineAndExitCode1() {
        assertThat(bench(1, "--sessions=2", "--warm-up=0", "--duration=1")).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("starkbeat: cannot read http://")
                .contains("--query");
    }

    @Test
    void wrongUsageIsOneLineAndExitCode2() {
        assertThat(bench(1, "--rate=0")).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("starkbeat: --rate is 0");
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

    private int bench(int port, String... options) {
        var line = Bench.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true));
        var args = new String[options.length + 3];
        args[0] = "freshness";
        args[1] = "--gateway=ws://127.0.0.1:" + port + "/submit";
        args[2] = "--query=http://127.0.0.1:" + port + "/api/nodes";
        System.arraycopy(options, 0, args, 3, options.length);
        return line.execute(args);
    }

    private int number(String pattern) {
        var matcher = Pattern.compile(pattern).matcher(out.toString());
        assertThat(matcher.find()).as("%s in %s", pattern, out).isTrue();
        return Integer.parseInt(matcher.group(1));
    }
}
