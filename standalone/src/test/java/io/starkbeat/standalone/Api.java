package io.starkbeat.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/// The API as a reader sees it.
final class Api implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;

    Api(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    /// The body of `GET /api/nodes`.
    String body() {
        var response = get("/api/nodes");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    Stream<JsonObject> nodes() {
        return new JsonArray(body()).stream().map(JsonObject.class::cast);
    }

    Optional<JsonObject> node(String id) {
        return nodes().filter(node -> node.getString("nodeId").equals(id)).findFirst();
    }

    HttpResponse<String> get(String path) {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(10)).build(),
                    BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new AssertionError("GET " + base + path + ": " + failed, failed);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new AssertionError(told);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
