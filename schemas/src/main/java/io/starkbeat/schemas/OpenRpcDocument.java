package io.starkbeat.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// The OpenRPC document with all that it refers to. It is handed out by the API itself, where nothing lies beside it: each
/// schema file becomes a component, and every reference points into the document, without `$id`s, which many programs pass
/// over.
final class OpenRpcDocument {
    private static final String ENDING = ".schema.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, JsonNode> components = new LinkedHashMap<>();

    private OpenRpcDocument() {}

    /// @param fileName of the document as it is written, whose references are the names of files beside it
    static ObjectNode read(String fileName) {
        OpenRpcDocument document = new OpenRpcDocument();
        ObjectNode whole = (ObjectNode) document.pointedInwards(parsed(fileName), "");
        ObjectNode schemas = whole.withObject("/components/schemas");
        document.components.forEach(schemas::set);
        return whole;
    }

    /// A copy whose references point into the document.
    ///
    /// @param home where in the document the root of the file stands, as a JSON pointer
    private JsonNode pointedInwards(JsonNode node, String home) {
        return switch (node) {
            case ArrayNode array -> {
                ArrayNode copy = array.arrayNode();
                array.forEach(each -> copy.add(pointedInwards(each, home)));
                yield copy;
            }
            case ObjectNode object -> {
                ObjectNode copy = object.objectNode();
                for (Map.Entry<String, JsonNode> member : object.properties()) {
                    JsonNode value = member.getValue();
                    copy.set(member.getKey(), member.getKey().equals("$ref") && value.isTextual()
                            ? TextNode.valueOf(inwards(value.asText(), home))
                            : pointedInwards(value, home));
                }
                yield copy;
            }
            default -> node;
        };
    }

    private String inwards(String reference, String home) {
        if (reference.startsWith("#")) {
            return "#" + home + reference.substring(1);
        }
        String name = reference.substring(0, reference.length() - ENDING.length());
        String place = "/components/schemas/" + name;
        if (!components.containsKey(name)) {
            // There already while its own references are followed, one of which may lead back.
            components.put(name, TextNode.valueOf(""));
            ObjectNode schema = (ObjectNode) pointedInwards(parsed(reference), place);
            schema.remove("$id");
            schema.remove("$schema");
            components.put(name, schema);
        }
        return "#" + place;
    }

    private static JsonNode parsed(String fileName) {
        try {
            return JSON.readTree(PublishedSchemas.resource(fileName));
        } catch (IOException e) {
            throw new UncheckedIOException(fileName + " is no JSON; build the module schemas again", e);
        }
    }
}
