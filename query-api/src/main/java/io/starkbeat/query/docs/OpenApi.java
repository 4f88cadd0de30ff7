package io.starkbeat.query.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.starkbeat.schemas.codec.RecordMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// An OpenAPI document in one file, as the page reads it: references followed, operations by their tags.
final class OpenApi {
    private final JsonNode document;

    /// @param at the path, with its method
    record Operation(String method, String path, JsonNode at) {
        String id() {
            return at.path("operationId").asText();
        }

        String summary() {
            return at.path("summary").asText();
        }
    }

    /// @param bundled a document without references to others
    OpenApi(String bundled) {
        try {
            document = RecordMapper.mapper().readTree(bundled);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the OpenAPI document is no JSON; build the module schemas again", e);
        }
    }

    JsonNode info() {
        return document.path("info");
    }

    JsonNode tags() {
        return document.path("tags");
    }

    /// The operations of a tag, in the document's order.
    List<Operation> operations(String tag) {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (method.getValue().at("/tags/0").asText().equals(tag)) {
                    operations.add(new Operation(method.getKey(), path.getKey(), method.getValue()));
                }
            }
        }
        return operations;
    }

    /// What a reference leads to, or the node itself. A description beside the reference stands for the one there.
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    /// What a schema says, in words.
    String type(JsonNode schema) {
        JsonNode known = resolved(schema);
        if (known.path("type").asText().equals("array")) {
            return "array of " + type(known.path("items"));
        }
        if (known.has("enum")) {
            return known.path("enum").valueStream().map(JsonNode::asText).collect(Collectors.joining(" · "));
        }
        if (known.path("format").asText().equals("date-time")) {
            return "time";
        }
        String type = known.path("type").isArray()
                ? known.path("type").valueStream().map(JsonNode::asText).collect(Collectors.joining(" or "))
                : known.path("type").asText();
        JsonNode unit = known.path("x-unit");
        return unit.isTextual() ? type + ", " + unit.asText() : type + range(known);
    }

    private static String range(JsonNode schema) {
        JsonNode maximum = schema.path("maximum");
        return maximum.isNumber() && maximum.canConvertToLong()
                ? ", " + schema.path("minimum").asText() + " to " + maximum.asText()
                : "";
    }
}
