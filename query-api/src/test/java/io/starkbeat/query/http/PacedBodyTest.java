package io.starkbeat.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacedBodyTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<List<Buffer>> body = new AtomicReference<>(List.of());
    private final AtomicReference<HttpServerResponse> response = new AtomicReference<>();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = vertx.createHttpServer().requestHandler(request -> {
            response.set(request.response());
            request.response().putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(whole().length()));
            PacedBody.end(request.response(), body.get());
        });
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await();
    }

    private Buffer whole() {
        Buffer whole = Buffer.buffer();
        body.get().forEach(whole::appendBuffer);
        return whole;
    }

    private static Buffer letters(int length) {
        byte[] letters = new byte[length];
        Random random = new Random(length);
        for (int i = 0; i < length; i++) {
            letters[i] = (byte) ('a' + random.nextInt(26));
        }
        return Buffer.buffer(letters);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PacedBody.PIECE - 1, PacedBody.PIECE, PacedBody.PIECE + 1, 2 * PacedBody.PIECE,
            40 * PacedBody.PIECE + 7})
    void theWholeBodyComesAsItIs(int length) throws Exception {
        assertArrives(List.of(letters(length)));
    }

    @Test
    void piecesComeOneBehindTheOther() throws Exception {
        assertArrives(List.of(letters(3), letters(PacedBody.PIECE + 1), Buffer.buffer(), letters(2), Buffer.buffer()));
    }

    private void assertArrives(List<Buffer> parts) throws Exception {
        body.set(parts);
        try (RawSocket socket = new RawSocket(server.actualPort())) {
            for (int i = 0; i < 2; i++) {
                String answer = socket.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").answer();
                assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).isEqualTo(whole().toString());
            }
        }
    }

    /// What the sockets' own buffers take is some megabytes.
    @Test
    void whatIsNotReadIsNotWritten() throws Exception {
        body.set(List.of(letters(64 * 1024 * 1024)));
        try (RawSocket socket = new RawSocket(server.actualPort())) {
            socket.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            Awaitility.await().until(() -> response.get() != null && response.get().bytesWritten() > 0);
            Awaitility.await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(5))
                    .until(() -> response.get().bytesWritten() < 16 * 1024 * 1024);
            assertThat(response.get().ended()).isFalse();
        }
        Awaitility.await().until(() -> response.get().closed());
    }
}
