package io.starkbeat.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// Reads the list of nodes over one kept-alive connection, as bytes that nobody parses: the client shares the machine with
/// what it measures.
final class NodesReader implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int OK = 200;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();
    private final HttpRequest request;

    NodesReader(URI nodes) {
        request = HttpRequest.newBuilder(nodes).timeout(LIMIT).build();
    }

    /// @throws BenchException when there is no answer, or none with status 200
    byte[] read() throws InterruptedException {
        try {
            var response = client.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() != OK) {
                throw new BenchException(request.uri() + " answers with status " + response.statusCode(),
                        new IOException("status " + response.statusCode()));
            }
            return response.body();
        } catch (IOException failed) {
            throw new BenchException("cannot read " + request.uri() + " (" + failed
                    + "): is Starkbeat up, and is this its API's address? See --query", failed);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
