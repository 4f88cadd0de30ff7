package io.starkbeat.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Bodies that do not come, and bodies that do not end. That a body is read at all, and that one that is too long is refused, is
/// seen in the tests of who reads them.
class BoundedBodyTest {
    private final Vertx vertx = Vertx.vertx();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        Responder responder = new Responder(CorsOrigins.ALL, () -> null);
        Router router = Router.router(vertx);
        router.post().handler(context -> BoundedBody.read(context, 10, Duration.ofMillis(500), responder,
                body -> context.response().end(body)));
        server = vertx.createHttpServer().requestHandler(router);
        server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void whoDoesNotSendItIsToldAndEnded() throws Exception {
        try (Socket slow = send("Content-Length: 8\r\n\r\nhalf")) {
            assertThat(rest(slow)).startsWith("HTTP/1.1 408 ").contains("connection: close")
                    .contains("within 0 seconds");
        }
    }

    @Test
    void whoDoesNotEndItIsToldAtOnceAndEndedThen() throws Exception {
        long begun = System.nanoTime();
        try (Socket endless = send("Transfer-Encoding: chunked\r\n\r\nb\r\neleven more\r\n")) {
            assertThat(rest(endless)).startsWith("HTTP/1.1 413 ");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(400));
    }

    @Test
    void whoAnnouncesTooMuchNeedNotSendIt() throws Exception {
        try (Socket large = send("Expect: 100-continue\r\nContent-Length: 99999999999999999999\r\n\r\n")) {
            assertThat(rest(large)).startsWith("HTTP/1.1 4").doesNotContain("100 Continue");
        }
        try (Socket large = send("Expect: 100-continue\r\nContent-Length: 11\r\n\r\n")) {
            assertThat(rest(large)).startsWith("HTTP/1.1 413 ");
        }
    }

    private Socket send(String rest) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.actualPort());
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(("POST / HTTP/1.1\r\nHost: x\r\n" + rest).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
