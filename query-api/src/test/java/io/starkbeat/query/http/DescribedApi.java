package io.starkbeat.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.starkbeat.schemas.PublishedDocument;
import io.starkbeat.schemas.codec.RecordMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Holds answers to the OpenAPI document: status, media type, headers and body of each have to be described, and what is
/// described as required has to be there. Stricter than the document in one thing: a property that it does not describe is
/// an error, though a newer version may have it.
public final class DescribedApi {
    /// What HTTP itself says of a message and its connection.
    private static final Set<String> TRANSPORT = Set.of("content-length", "content-type", "connection",
            "transfer-encoding");
    private static final SchemaRegistry SCHEMAS = SchemaRegistry
            .withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private static final JsonNode DOCUMENT = strict(read());

    /// What has been seen of it, as `GET /api/nodes 200`.
    private final Set<String> seen = new TreeSet<>();

    private static JsonNode read() {
        String text = PublishedDocument.openApi().get(1).text();
        try {
            return RecordMapper.mapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode strict(JsonNode node) {
        node.forEach(DescribedApi::strict);
        if (node instanceof ObjectNode object && object.path("properties").isObject()
                && !object.has("additionalProperties") && !object.path("properties").has("$ref")) {
            object.put("additionalProperties", false);
        }
        return node;
    }

    static JsonNode document() {
        return DOCUMENT;
    }

    /// All of `GET /api/nodes 200` and so on that are described.
    static Set<String> described() {
        Set<String> all = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : DOCUMENT.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                method.getValue().get("responses").properties().forEach(response -> all
                        .add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey() + " " + response.getKey()));
            }
        }
        return all;
    }

    Set<String> seen() {
        return Set.copyOf(seen);
    }

    /// Something was seen elsewhere.
    void saw(String what) {
        seen.add(what);
    }

    /// What stands in the query of a `GET`.
    static List<JsonNode> parameters(String path) {
        return DOCUMENT.get("paths").get(path).at("/get/parameters").valueStream()
                .map(DescribedApi::resolved)
                .filter(parameter -> parameter.get("in").asText().equals("query"))
                .toList();
    }

    /// Fails unless the answer is described.
    ///
    /// @param target path and query, as they were sent
    /// @param body   the answer's bytes
    public void check(String method, String target, HttpResponse<?> answer, byte[] body) {
        String path = path(target);
        int status = answer.statusCode();
        String what = method + " " + target + " " + status;
        JsonNode response = response(method, path, status);
        assertThat(response.isMissingNode()).as("%s is not described", what).isFalse();
        if (path != null) {
            seen.add((method.equals("HEAD") ? "GET" : method) + " " + path + " " + status);
        }
        headers(what, response, answer);
        body(what, method, response, answer, body);
        if (status == 200 && path != null) {
            taken(what, path, target);
        }
    }

    /// The path of the document that a target is at; null for none, and for one that is percent-encoded wrongly.
    private static @Nullable String path(String target) {
        int query = target.indexOf('?');
        String raw = query < 0 ? target : target.substring(0, query);
        if (PercentEncoded.decode(raw).isEmpty()) {
            return null;
        }
        String normal = raw.replaceAll("/+", "/");
        String at = normal.length() > 1 && normal.endsWith("/") ? normal.substring(0, normal.length() - 1) : normal;
        JsonNode paths = DOCUMENT.get("paths");
        if (paths.has(at)) {
            return at;
        }
        for (Map.Entry<String, JsonNode> each : paths.properties()) {
            if (at.matches(each.getKey().replace(".", "\\.").replaceAll("\\{[^}]+}", "[^/]+"))) {
                return each.getKey();
            }
        }
        return null;
    }

    private static JsonNode response(String method, @Nullable String path, int status) {
        JsonNode everywhere = DOCUMENT.get("x-every-path");
        if (Set.of(414, 431).contains(status) || status == 400 && path == null) {
            return everywhere.get("malformed");
        }
        if (path == null) {
            assertThat(status).isEqualTo(404);
            return resolved(everywhere.get("unknownPath"));
        }
        JsonNode operations = DOCUMENT.get("paths").get(path);
        JsonNode operation = operations.path(method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT));
        if (!operation.isMissingNode()) {
            return resolved(operation.get("responses").path(Integer.toString(status)));
        }
        assertThat(status).as(method).isEqualTo(method.equals("OPTIONS") ? 204 : 405);
        return everywhere.get(method.equals("OPTIONS") ? "options" : "otherMethods");
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static void headers(String what, JsonNode response, HttpResponse<?> answer) {
        Map<String, JsonNode> described = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        DOCUMENT.at("/x-every-path/headers").properties().forEach(
                header -> described.put(header.getKey(), resolved(header.getValue())));
        response.path("headers").properties().forEach(
                header -> described.put(header.getKey(), resolved(header.getValue())));
        Map<String, List<String>> told = answer.headers().map();
        for (Map.Entry<String, List<String>> header : told.entrySet()) {
            if (!TRANSPORT.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                JsonNode known = described.get(header.getKey());
                assertThat(known).as("%s: the header %s is not described", what, header.getKey()).isNotNull();
                String value = String.join(", ", header.getValue());
                boolean number = known.at("/schema/type").asText().equals("integer");
                assertThat(errors(known.get("schema"), number ? value : quoted(value))).as("%s: %s: %s", what,
                        header.getKey(), value).isEmpty();
            }
        }
        described.forEach((name, header) -> {
            if (header.path("required").asBoolean()) {
                assertThat(answer.headers().firstValue(name)).as("%s: the header %s", what, name).isPresent();
            }
        });
    }

    private static String quoted(String text) {
        return RecordMapper.mapper().getNodeFactory().textNode(text).toString();
    }

    private static void body(String what, String method, JsonNode response, HttpResponse<?> answer, byte[] body) {
        JsonNode content = response.path("content");
        String type = answer.headers().firstValue("content-type").orElse(null);
        if (content.isMissingNode()) {
            assertThat(type).as(what).isNull();
            assertThat(body).as(what).isEmpty();
            return;
        }
        assertThat(type).as(what).isNotNull();
        String mediaType = type.contains(";") ? type.substring(0, type.indexOf(';')) : type;
        JsonNode described = content.path(mediaType);
        assertThat(described.isMissingNode()).as("%s: %s is not described", what, type).isFalse();
        if (method.equals("HEAD")) {
            assertThat(body).as(what).isEmpty();
            return;
        }
        String text = new String(plain(answer, body), StandardCharsets.UTF_8);
        if (mediaType.endsWith("json") && !mediaType.endsWith("ndjson")) {
            assertThat(errors(described.get("schema"), text)).as("%s: %s", what, text).isEmpty();
        } else if (mediaType.endsWith("ndjson")) {
            text.lines().forEach(line -> assertThat(errors(DOCUMENT.at("/components/schemas/node-item"), line))
                    .as("%s: %s", what, line)
                    .isEmpty());
        }
    }

    private static byte[] plain(HttpResponse<?> answer, byte[] body) {
        if (answer.headers().firstValue("content-encoding").isEmpty()) {
            return body;
        }
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return gzip.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What was taken has to be described.
    private static void taken(String what, String path, String target) {
        List<String> known = parameters(path).stream().map(parameter -> parameter.get("name").asText()).toList();
        if (target.contains("?") && !known.isEmpty()) {
            for (String pair : target.substring(target.indexOf('?') + 1).split("&")) {
                if (!pair.isEmpty()) {
                    assertThat(known).as(what).contains(pair.split("=")[0]);
                }
            }
        }
    }

    static List<String> errors(JsonNode schema, String json) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", DOCUMENT.get("components"));
        return SCHEMAS.getSchema(whole).validate(json, InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }
}
