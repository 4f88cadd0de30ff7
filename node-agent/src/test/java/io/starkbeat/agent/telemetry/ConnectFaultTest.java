package io.starkbeat.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SelfSignedCertificate;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each way not to connect, by a real attempt.
class ConnectFaultTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @ParameterizedTest
    @CsvSource({"401, token, true", "403, token, true", "404, path, true", "400, path, true", "200, path, true",
            "429, too many connections, false", "503, not ready, false", "500, answered 500, false"})
    void aRefusedHandshakeSaysWhatToChange(int status, String contained, boolean patient) {
        var server = server(new HttpServerOptions(), status);
        var fault = fault("ws://127.0.0.1:" + server.actualPort() + "/submit");
        assertThat(fault.sentence()).contains(contained).contains(String.valueOf(status)).doesNotContain("\n");
        assertThat(fault.patient()).isEqualTo(patient);
        assertThat(fault.retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void anUntrustedCertificateIsRefusedTls() {
        var certificate = SelfSignedCertificate.create("localhost");
        var server = server(new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate.keyCertOptions()), 200);
        var fault = fault("wss://localhost:" + server.actualPort() + "/submit");
        assertThat(fault.sentence()).contains("TLS was refused").contains("certificate").doesNotContain("\n");
        assertThat(fault.patient()).isTrue();
    }

    @Test
    void tlsWhereNoneIsSpokenIsRefusedTls() {
        var server = server(new HttpServerOptions(), 200);
        assertThat(fault("wss://localhost:" + server.actualPort() + "/submit").sentence()).contains("TLS");
    }

    @Test
    void nobodyListens() throws Exception {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var fault = fault("ws://127.0.0.1:" + port + "/submit");
        assertThat(fault.sentence()).contains("nobody listens");
        assertThat(fault.patient()).isFalse();
    }

    @Test
    void theNameIsUnknown() {
        assertThat(fault("ws://no.such.host.invalid/submit").sentence()).contains("host name");
    }

    private HttpServer server(HttpServerOptions options, int status) {
        return vertx.createHttpServer(options.setHost("127.0.0.1").setPort(0))
                .requestHandler(request -> request.response().putHeader("Retry-After", "7").setStatusCode(status).end())
                .listen()
                .await();
    }

    private static ConnectFault fault(String address) {
        try (var client = HttpClient.newHttpClient()) {
            var failure = client.newWebSocketBuilder()
                    .connectTimeout(Duration.ofSeconds(10))
                    .buildAsync(URI.create(address), new WebSocket.Listener() {
                    })
                    .handle((_, thrown) -> thrown)
                    .join();
            return ConnectFault.of(failure);
        }
    }
}
