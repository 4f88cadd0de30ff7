package io.starkbeat.gateway;

import io.starkbeat.kit.service.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A gateway in a process of its own kind inside the test's JVM, on ports that the system chooses.
final class GatewayUnderTest implements AutoCloseable {
    static final int MAX_FRAME = 16 * 1024;
    static final int MAX_MESSAGE = 32 * 1024;

    private final ServiceProcess process;
    private GatewayService service;

    private GatewayUnderTest(Map<String, String> environment) {
        process = ServiceProcess.of(environment, List.of(new GatewayDefinition().passing(made -> {
            service = (GatewayService) made;
            return made;
        })));
    }

    static GatewayUnderTest start(String bootstrapServers, String topicPrefix, Map<String, String> more)
            throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers,
                "TOPIC_PREFIX", topicPrefix, "TOPIC_PARTITIONS", "6", "LISTEN_HOST", "127.0.0.1", "GATEWAY_PORT", "0",
                "MANAGEMENT_PORT", "0", "ADDRESS_KEY_SECRET", "a secret of the test", "INSTANCE_ID", "gw-test",
                "MAX_FRAME", String.valueOf(MAX_FRAME), "MAX_MESSAGE", String.valueOf(MAX_MESSAGE)));
        environment.putAll(more);
        GatewayUnderTest gateway = new GatewayUnderTest(environment);
        gateway.process.start();
        return gateway;
    }

    int port() {
        return Objects.requireNonNull(service).port();
    }

    /// The sum of a metric over its tags.
    double metric(String name) {
        return get("/metrics").body()
                .lines()
                .filter(line -> line.startsWith("starkbeat_gateway_" + name + " ")
                        || line.startsWith("starkbeat_gateway_" + name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    int readiness() {
        return get("/health/ready").statusCode();
    }

    /// What a page of the management server says.
    String page(String path) {
        return get(path).body();
    }

    private HttpResponse<String> get(String path) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + process.managementPort() + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// @return whether it stopped in order
    boolean stop() {
        return process.stop();
    }

    @Override
    public void close() {
        process.close();
    }
}
