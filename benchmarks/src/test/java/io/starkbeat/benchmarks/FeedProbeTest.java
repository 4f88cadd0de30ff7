package io.starkbeat.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedProbeTest {
    private static final int DELAY_MS = 40;

    private final Vertx vertx = Vertx.vertx();
    private final List<HttpServerResponse> readers = new CopyOnWriteArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void measuresTheTimeUntilEachReaderIsTold() {
        int port = server();
        assertThat(bench(port, "--sessions=20", "--readers=5", "--rate=50", "--warm-up=1", "--duration=2")).isZero();

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).containsPattern("events +500 of 500 \\(100 messages to 5 readers\\)")
                .contains("0 messages refused, 0 readers lost");
        var median = Pattern.compile("told +p50 (\\d+)").matcher(out.toString());
        assertThat(median.find()).isTrue();
        assertThat(Integer.parseInt(median.group(1))).isBetween(DELAY_MS, DELAY_MS + 60);
    }

    @Test
    void nobodyThereIsOneLineAndExitCode1() {
        assertThat(bench(1, "--sessions=2", "--readers=1")).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("starkbeat: cannot report to ws://");
    }

    /// A gateway and a feed in one: what was reported is told [#DELAY_MS] later.
    private int server() {
        return vertx.createHttpServer()
                .webSocketHandler(socket -> socket.textMessageHandler(text -> {
                    var peers = new JsonObject(text).getJsonObject("payload").getLong("peer_count");
                    if (peers != null) {
                        vertx.setTimer(DELAY_MS, _ -> readers.forEach(reader -> {
                            String event = "data: {\"peerCount\":" + peers + "}\n\n";
                            reader.write(Buffer.buffer(event));
                        }));
                    }
                }))
                .requestHandler(request -> {
                    readers.add(request.response().setChunked(true));
                    request.response().write("retry: 2000\n\n");
                })
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
    }

    private int bench(int port, String... options) {
        var args = new ArrayList<>(List.of("feed", "--gateway=ws://127.0.0.1:" + port + "/submit",
                "--feed=http://127.0.0.1:" + port + "/api/nodes/stream"));
        args.addAll(List.of(options));
        return Bench.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(args.toArray(String[]::new));
    }
}
