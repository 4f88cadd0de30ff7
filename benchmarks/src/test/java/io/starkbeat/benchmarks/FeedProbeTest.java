package io.starkbeat.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedProbeTest {
    private static final int DELAY_MS = 40;

    private final Vertx vertx = Vertx.vertx();
    private final List<HttpServerResponse> readers = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void measuresTheTimeUntilEachReaderIsTold() {
        int port = server();
        BenchRun run = bench(port, "--sessions=20", "--readers=5", "--rate=50", "--warm-up=1", "--duration=2");
        assertThat(run.exit()).isZero();

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).containsPattern("events +500 of 500 \\(100 messages to 5 readers\\)")
                .contains("0 messages refused, 0 readers lost");
        assertThat(run.number("told +p50 (\\d+)")).isBetween(DELAY_MS, DELAY_MS + 60);
    }

    @Test
    void nobodyThereIsOneLineAndExitCode1() {
        BenchRun run = bench(1, "--sessions=2", "--readers=1");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err().lines()).singleElement().asString().startsWith("starkbeat: cannot report to ws://");
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

    private static BenchRun bench(int port, String... options) {
        return new BenchRun(List.of("feed", "--gateway=ws://127.0.0.1:" + port + "/submit",
                "--feed=http://127.0.0.1:" + port + "/api/nodes/stream"), options);
    }
}
