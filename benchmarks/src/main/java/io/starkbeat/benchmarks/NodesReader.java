package io.starkbeat.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/// Reads the list of nodes over one kept-alive connection, as bytes that nobody parses. The client shares the machine with
/// what it measures, so it is the JDK's older one: it reads a body of half a megabyte straight off the socket, where the
/// newer one hands it on in slices of 16 KiB and takes several times as long.
final class NodesReader {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int OK = 200;

    private final URI nodes;

    /// @throws BenchException when the address is none of HTTP
    NodesReader(URI nodes) {
        if (nodes.getHost() == null || !("http".equals(nodes.getScheme()) || "https".equals(nodes.getScheme()))) {
            throw new BenchException(nodes + " is no address of an API: --query takes http://host:port/api/nodes");
        }
        this.nodes = nodes;
    }

    /// @throws BenchException when there is no answer, or none with status 200
    byte[] read() {
        try {
            var request = (HttpURLConnection) nodes.toURL().openConnection();
            request.setConnectTimeout((int) LIMIT.toMillis());
            request.setReadTimeout((int) LIMIT.toMillis());
            if (request.getResponseCode() != OK) {
                throw new IOException("status " + request.getResponseCode());
            }
            // Read to its end and closed, the connection is kept for the next.
            try (InputStream body = request.getInputStream()) {
                int length = request.getContentLength();
                return length < 0 ? body.readAllBytes() : body.readNBytes(length);
            }
        } catch (IOException failed) {
            throw new BenchException("cannot read " + nodes + " (" + failed
                    + "): is Starkbeat up, and is this its API's address? See --query", failed);
        }
    }
}
