package io.starkbeat.query.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The properties of a JSON Schema as rows of a table, those of properties below them.
final class SchemaTable {
    private final OpenApi api;
    private final Html html;

    SchemaTable(OpenApi api, Html html) {
        this.api = api;
        this.html = html;
    }

    void write(JsonNode schema) {
        html.raw("<div class=\"wide\"><table><thead><tr><th>Property</th><th>Value</th><th>Meaning</th></tr></thead>"
                + "<tbody>");
        rows(schema, "");
        html.raw("</tbody></table></div>");
    }

    private void rows(JsonNode schema, String in) {
        JsonNode known = api.resolved(schema);
        if (known.has("items")) {
            rows(known.path("items"), in);
            return;
        }
        Set<String> required = known.path("required").valueStream().map(JsonNode::asText).collect(Collectors.toSet());
        for (Map.Entry<String, JsonNode> property : known.path("properties").properties()) {
            JsonNode value = property.getValue();
            html.raw("<tr><td>").element("code", in + property.getKey());
            if (required.contains(property.getKey())) {
                html.raw(" <span class=\"always\">always</span>");
            }
            String type = api.type(value);
            html.raw("</td><td>").text(type.replace("array of object", "array")).raw("</td><td>")
                    .line(description(value)).raw("</td></tr>");
            rows(value, in + property.getKey() + (type.startsWith("array") ? "[]." : "."));
        }
    }

    private String description(JsonNode schema) {
        return (schema.has("description") ? schema : api.resolved(schema)).path("description").asText();
    }
}
