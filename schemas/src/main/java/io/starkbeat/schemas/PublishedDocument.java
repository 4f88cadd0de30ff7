package io.starkbeat.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// One document of the contract, as it is served to programs and people.
///
/// A JSON Schema carries inside (under `$defs`, each with its own `$id`) all that it refers to, a compound document as the
/// JSON Schema specification has it: who has one file can validate with it, though nothing is served under its `$id`. Its
/// references are file names besides, so a program that passes over `$id` finds them next to where it found the first.
///
/// @param name      what it is called in the index, for example `node-state`
/// @param fileName  its last path segment, for example `node-state.schema.json`
/// @param title     a few words
/// @param mediaType as a `Content-Type` names it
/// @param text      to be sent in UTF-8
public record PublishedDocument(String name, String fileName, String title, String mediaType, String text) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// All documents: the AsyncAPI document of sockets and topics, the OpenRPC document, then the schemas in the order of
    /// [PublishedSchemas#names()]. Reads and puts them together anew each time.
    public static List<PublishedDocument> all() {
        return Stream.concat(Stream.of(asyncApi(), openRpc()),
                PublishedSchemas.names().stream().map(PublishedDocument::schema)).toList();
    }

    /// The OpenRPC document of the API's JSON-RPC, in which all that it refers to is.
    public static PublishedDocument openRpc() {
        String fileName = "openrpc.json";
        return new PublishedDocument("openrpc", fileName, "Node Data API by JSON-RPC (OpenRPC 1.3)",
                "application/json", print(OpenRpcDocument.read(fileName)));
    }

    /// It refers to the schemas by their file names, and so has to lie beside them wherever it is served.
    private static PublishedDocument asyncApi() {
        String fileName = "asyncapi.yaml";
        return new PublishedDocument("asyncapi", fileName, "WebSocket and Kafka topics (AsyncAPI 3)",
                "application/yaml", PublishedSchemas.resource(fileName));
    }

    /// The OpenAPI document of the API, as it is written, and the same in one file. The first refers to the schemas as
    /// `schemas/…`: wherever it is served, they have to be served in that folder beside it. Reads them anew each time.
    public static List<PublishedDocument> openApi() {
        String title = "Node Data API (OpenAPI 3.1)";
        return List.of(
                new PublishedDocument("openapi", "openapi.yaml", title, "application/yaml",
                        PublishedSchemas.read("/openapi.yaml")),
                new PublishedDocument("openapi-bundled", "openapi.json", title + ", in one file", "application/json",
                        PublishedSchemas.read("/openapi.json")));
    }

    private static PublishedDocument schema(String name) {
        String fileName = PublishedSchemas.fileName(name);
        ObjectNode schema = read(fileName);
        Map<String, ObjectNode> others = new TreeMap<>();
        collect(schema, others);
        others.remove(fileName);
        others.forEach((file, other) -> schema.withObject("/$defs").set(file, other));
        return new PublishedDocument(name, fileName, schema.get("title").asText(), "application/schema+json",
                print(schema));
    }

    /// The files that a schema refers to, and those that these refer to.
    private static void collect(JsonNode in, Map<String, ObjectNode> to) {
        JsonNode reference = in.path("$ref");
        if (reference.isTextual() && !reference.asText().startsWith("#")) {
            String file = reference.asText();
            if (!to.containsKey(file)) {
                ObjectNode other = read(file);
                to.put(file, other);
                collect(other, to);
            }
        }
        in.forEach(child -> collect(child, to));
    }

    private static ObjectNode read(String fileName) {
        try {
            return (ObjectNode) JSON.readTree(PublishedSchemas.resource(fileName));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the schema " + fileName + " is no JSON; build the module schemas again",
                    e);
        }
    }

    private static String print(ObjectNode schema) {
        // A printer keeps its place in the document: each gets its own.
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Spacing.AFTER))
                .withObjectIndenter(new DefaultIndenter("  ", "\n"));
        try {
            return JSON.writer(printer).writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write the schema " + schema.get("$id"), e);
        }
    }
}
