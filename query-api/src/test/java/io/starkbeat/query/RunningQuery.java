package io.starkbeat.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.starkbeat.kit.service.ServiceProcess;
import io.starkbeat.schemas.codec.RecordMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The query service as a process of its own would run it, on ports that the system chooses, and a client of its API.
final class RunningQuery implements AutoCloseable {
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ServiceProcess process;
    private volatile @Nullable QueryService service;

    private RunningQuery(String bootstrapServers, String topicPrefix, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(Map.of("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers,
                "TOPIC_PREFIX", topicPrefix, "TOPIC_PARTITIONS", "3", "LISTEN_HOST", "127.0.0.1", "QUERY_PORT", "0",
                "MANAGEMENT_PORT", "0"));
        environment.putAll(settings);
        process = ServiceProcess.of(environment, List.of(new QueryDefinition().passing(made -> {
            service = (QueryService) made;
            return made;
        })));
    }

    /// Started; ready to be asked.
    static RunningQuery start(String bootstrapServers, String topicPrefix) throws Exception {
        RunningQuery query = new RunningQuery(bootstrapServers, topicPrefix, Map.of());
        query.process.start();
        return query;
    }

    /// Not started yet: see [#start()].
    static RunningQuery of(String bootstrapServers, String topicPrefix, Map<String, String> settings) {
        return new RunningQuery(bootstrapServers, topicPrefix, settings);
    }

    void start() throws Exception {
        process.start();
    }

    QueryService service() {
        return Objects.requireNonNull(service, "not created yet");
    }

    boolean listens() {
        try {
            return service != null && service.port() > 0;
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return ask("GET", path);
    }

    HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(service().port(), path))
                .method(method, BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(10))
                .build(), BodyHandlers.ofString());
    }

    HttpResponse<String> manage(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(process.managementPort(), path)).build(),
                BodyHandlers.ofString());
    }

    /// A 200 as JSON.
    JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        return RecordMapper.mapper().readTree(answer.body());
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @Override
    public void close() {
        assertThat(process.stop()).as("stopped in order").isTrue();
        client.close();
    }
}
