package io.starkbeat.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starkbeat.kit.StartException;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is said to whoever does not come with a WebSocket, and at the wrong door.
class HttpIT extends GatewayTestbed {
    @ParameterizedTest
    @ValueSource(strings = {"/submit", "/"})
    void plainHttpIsToldHowToReport(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(426);
        assertThat(response.headers().firstValue("Upgrade")).hasValue("websocket");
        assertThat(response.body()).contains("WebSocket").hasLineCount(1);
    }

    @Test
    void otherPathsAreNotFound() throws Exception {
        assertThat(get("/submit/x").statusCode()).isEqualTo(404);
        assertThatThrownBy(() -> client.connect(gateway.port(), "127.0.0.1", "/elsewhere")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(UpgradeRejectedException.class,
                        rejected -> assertThat(rejected.getStatus()).isEqualTo(404));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void portThatIsTakenIsOneLine() {
        assertThatThrownBy(() -> GatewayUnderTest.start(kafka.bootstrapServers(), kafka.uniquePrefix(),
                Map.of("GATEWAY_PORT", String.valueOf(gateway.port())))).isInstanceOf(StartException.class)
                .hasMessageContaining("GATEWAY_PORT")
                .hasMessageContaining(String.valueOf(gateway.port()))
                .message()
                .hasLineCount(1);
    }
}
