package io.starkbeat.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Map;

/// Puts an OpenAPI document and the schema files that it refers to into one document: each file becomes a component, and
/// every reference points into the document, without `$id`s, which many programs pass over.
final class OpenApiBundle {
    private static final String FOLDER = "schemas/";
    private static final String ENDING = ".schema.json";

    private final Map<String, ObjectNode> components = new LinkedHashMap<>();

    private OpenApiBundle() {}

    static ObjectNode of(JsonNode document) {
        OpenApiBundle bundle = new OpenApiBundle();
        ObjectNode whole = (ObjectNode) bundle.pointInwards(document, "");
        ObjectNode schemas = whole.withObject("/components/schemas");
        bundle.components.forEach(schemas::set);
        return whole;
    }

    /// A copy.
    ///
    /// @param home where in the document the root of the file will stand
    private JsonNode pointInwards(JsonNode node, String home) {
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(each -> copy.add(pointInwards(each, home)));
            return copy;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                JsonNode value = member.getValue();
                copy.set(member.getKey(), member.getKey().equals("$ref") && value.isTextual()
                        ? TextNode.valueOf(reference(value.asText(), home))
                        : pointInwards(value, home));
            }
            return copy;
        }
        return node;
    }

    private String reference(String to, String home) {
        if (to.startsWith("#")) {
            return "#" + home + to.substring(1);
        }
        String file = to.startsWith(FOLDER) ? to.substring(FOLDER.length()) : to;
        if (!file.endsWith(ENDING)) {
            throw new AssertionError("a reference to no schema: " + to);
        }
        String name = file.substring(0, file.length() - ENDING.length());
        String at = "/components/schemas/" + name;
        if (!components.containsKey(name)) {
            // Before its own references, one of which may lead back here.
            components.put(name, null);
            ObjectNode schema = (ObjectNode) pointInwards(SchemaTree.read(name), at);
            schema.remove("$id");
            schema.remove("$schema");
            components.put(name, schema);
        }
        return "#" + at;
    }
}
