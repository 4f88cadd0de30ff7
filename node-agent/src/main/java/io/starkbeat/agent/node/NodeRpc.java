package io.starkbeat.agent.node;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.starkbeat.agent.node.NodeException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// JSON-RPC 2.0 to a node. Answers are read as a stream, so that a large block takes no more memory than a small one.
public final class NodeRpc {
    /// A block of thousands of transactions with their receipts has some ten megabytes.
    private static final long MAX_BLOCK = 64L << 20;
    /// Whole, and in memory: a version, a number, a list of methods.
    private static final long MAX_SMALL = 1L << 20;
    private static final int MAX_MESSAGE = 200;
    static final ObjectMapper JSON = new ObjectMapper();

    private final BoundedHttp http;
    private final URI uri;
    private final AtomicLong ids = new AtomicLong();

    /// Asks a node.
    ///
    /// @param uri of its JSON-RPC API, `http://…` or `https://…`
    /// @param limit for a whole answer
    /// @param token goes out as `Authorization: Bearer …`
    public NodeRpc(HttpClient client, URI uri, Duration limit, Optional<String> token) {
        this.http = new BoundedHttp(client, limit, token, "give it the right token (--node-token)");
        this.uri = uri;
    }

    /// Reads the value of an answer, on which the parser stands.
    interface ResultReader<T> {
        T read(JsonParser result) throws IOException, NodeException;
    }

    /// Asks for something small, which may have a megabyte.
    ///
    /// @param params in the order of the specification
    JsonNode call(String method, Object... params) throws NodeException, InterruptedException {
        return call(MAX_SMALL, method, result -> {
            JsonNode node = JSON.readTree(result);
            return node;
        }, params);
    }

    /// Asks for something large that is read as it comes.
    <T> T stream(String method, ResultReader<T> reader, Object... params) throws NodeException, InterruptedException {
        return call(MAX_BLOCK, method, reader, params);
    }

    private <T> T call(long maxBytes, String method, ResultReader<T> reader, Object... params)
            throws NodeException, InterruptedException {
        var request = http.request(uri)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(question(method, params)))
                .build();
        return http.exchange(request, maxBytes, body -> {
            try (var parser = JSON.createParser(body)) {
                return answer(method, parser, reader);
            } catch (JsonProcessingException noJson) {
                throw new NodeException(Kind.UNFIT, "answers " + method
                        + " with something that is no JSON-RPC; is this the address of its JSON-RPC API?");
            }
        });
    }

    private byte[] question(String method, Object... params) {
        try {
            return JSON.writeValueAsBytes(
                    Map.of("jsonrpc", "2.0", "id", ids.incrementAndGet(), "method", method, "params", params));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static <T> T answer(String method, JsonParser parser, ResultReader<T> reader)
            throws IOException, NodeException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw unfit(method);
        }
        @Nullable
        T result = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var value = parser.nextToken();
            if (name.equals("result") && value != JsonToken.VALUE_NULL) {
                result = reader.read(parser);
            } else if (name.equals("error") && value != JsonToken.VALUE_NULL) {
                JsonNode error = JSON.readTree(parser);
                throw error(method, error);
            } else {
                parser.skipChildren();
            }
        }
        if (result == null) {
            throw unfit(method);
        }
        return result;
    }

    private static NodeException error(String method, JsonNode error) {
        var message = error.path("message").asText(error.toString());
        return new NodeException(Kind.ERROR, error.path("code").asInt(), "answers " + method + " with the error "
                + error.path("code").asText("?") + ": "
                + message.substring(0, Math.min(MAX_MESSAGE, message.length())).replaceAll("\\s+", " "));
    }

    /// The answer is not of the specification's shape.
    static NodeException unfit(String method) {
        return new NodeException(Kind.UNFIT, "answers " + method + " in a shape that Starknet JSON-RPC does not have");
    }
}
