package io.starkbeat.standalone.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.starkbeat.schemas.codec.RecordMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// The API as any reader sees it.
final class NodeApi implements AutoCloseable {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);
    private static final int OK = 200;
    private static final int NOT_READY = 503;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI nodes;

    /// @param base the API's address without a path
    NodeApi(URI base) {
        try {
            nodes = base.resolve("/api/nodes");
            request();
        } catch (IllegalArgumentException wrong) {
            throw new VerifierException("'" + base + "' is no address of an API; it is written like "
                    + "http://localhost:8081", wrong);
        }
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(nodes).timeout(ANSWER_WITHIN).build();
    }

    /// All items, by node id. One that is not yet reachable, or restores what it knows, is waited for.
    ///
    /// @param deadline how long
    /// @throws VerifierException when there is no list of nodes until then
    Map<String, JsonNode> list(Deadline deadline) throws InterruptedException {
        while (true) {
            String problem;
            try {
                HttpResponse<byte[]> answer = client.send(request(), BodyHandlers.ofByteArray());
                if (answer.statusCode() == OK) {
                    return items(answer.body());
                }
                problem = "answers with status " + answer.statusCode();
                if (answer.statusCode() != NOT_READY) {
                    throw new VerifierException(nodes + " " + problem + ": is this the address of the API? See --api");
                }
            } catch (IOException failed) {
                problem = "does not answer (" + failed + ")";
            }
            if (deadline.isOver()) {
                throw new VerifierException(nodes + " " + problem
                        + ": start the API, say where it is with --api, or leave it out with --no-api");
            }
            Thread.sleep(BETWEEN_TRIES);
        }
    }

    private Map<String, JsonNode> items(byte[] body) {
        JsonNode list;
        try {
            list = RecordMapper.mapper().readTree(body);
        } catch (JsonProcessingException failed) {
            throw new VerifierException(nodes + " answers what is no JSON: " + failed.getOriginalMessage(), failed);
        } catch (IOException failed) {
            throw new VerifierException(nodes + " cannot be read: " + failed.getMessage(), failed);
        }
        if (!list.isArray()) {
            throw new VerifierException(nodes + " answers no list of nodes: is this the address of the API? See --api");
        }
        Map<String, JsonNode> items = new HashMap<>();
        for (JsonNode item : list) {
            items.put(item.path("nodeId").asText(), item);
        }
        return items;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
