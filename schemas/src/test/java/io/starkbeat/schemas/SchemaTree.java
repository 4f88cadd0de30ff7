package io.starkbeat.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The published schemas as tests look at them: what they describe, and whether a document is valid.
final class SchemaTree {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, JsonNode> BY_ID = new HashMap<>();
    private static final SchemaRegistry REGISTRY;

    static {
        Map<String, String> texts = new HashMap<>();
        for (String name : PublishedSchemas.names()) {
            JsonNode schema = read(name);
            BY_ID.put(schema.get("$id").asText(), schema);
            texts.put(schema.get("$id").asText(), schema.toString());
        }
        REGISTRY = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(texts));
    }

    private SchemaTree() {}

    static JsonNode read(String name) {
        try {
            return JSON.readTree(PublishedSchemas.json(name).orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What is wrong with a document, nothing when it is valid.
    static List<String> errors(String id, String document) {
        Schema schema = REGISTRY.getSchema(SchemaLocation.of(id));
        return schema.validate(document, InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    /// The schema of one type of record: of a session event the branch of its `type`.
    static JsonNode of(String id, JsonNode document) {
        JsonNode root = BY_ID.get(id);
        return root.has("oneOf") ? root.at("/$defs/" + document.get("type").asText()) : root;
    }

    /// The properties that a schema describes, in depth, as paths such as `claims[].session`.
    static Set<String> described(String id, JsonNode document) {
        Set<String> paths = new TreeSet<>();
        describe(of(id, document), BY_ID.get(id), "", paths);
        return paths;
    }

    private static void describe(JsonNode schema, JsonNode root, String at, Set<String> to) {
        if (schema.has("$ref")) {
            String reference = schema.get("$ref").asText();
            JsonNode home = reference.startsWith("#")
                    ? root
                    : BY_ID.get(URI.create(root.get("$id").asText()).resolve(reference).toString());
            describe(reference.startsWith("#") ? root.at(reference.substring(1)) : home, home, at, to);
        }
        if (schema.has("items")) {
            describe(schema.get("items"), root, at + "[]", to);
        }
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String path = at.isEmpty() ? property.getKey() : at + "." + property.getKey();
            to.add(path);
            describe(property.getValue(), root, path, to);
        }
    }

    /// The properties that a document has, in depth, except those inside of what a sender may fill as it likes.
    static Set<String> written(JsonNode document, String... opaque) {
        Set<String> paths = new TreeSet<>();
        write(document, "", Set.of(opaque), paths);
        return paths;
    }

    private static void write(JsonNode node, String at, Set<String> opaque, Set<String> to) {
        if (node.isArray()) {
            node.forEach(item -> write(item, at + "[]", opaque, to));
        }
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            String path = at.isEmpty() ? property.getKey() : at + "." + property.getKey();
            to.add(path);
            if (!opaque.contains(path)) {
                write(property.getValue(), path, opaque, to);
            }
        }
    }
}
