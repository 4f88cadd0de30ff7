package io.starkbeat.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The JSON Schemas (draft 2020-12) of what nodes and gateways tell each other, of what topics carry and of what the Node
/// Data API answers, as resources of this module. They are public. One refers to another by the name of its file, which is how they lie beside each other here,
/// under their [#id(String)], and wherever they are served ([PublishedDocument]).
public final class PublishedSchemas {
    private static final String FOLDER = "/schemas/";
    private static final String HOME = "https://starkbeat.io/schemas/";

    private static final List<String> NAMES = List.of("telemetry-report", "error-frame", "session-event",
            "rejected-message", "peer-sighting", "node-state", "pipeline-progress", "fields", "node-item",
            "node-detail",
            "network", "problem");

    private PublishedSchemas() {}

    /// The names of all schemas: what a node sends and what it is answered, one for each topic's value, in the order in which
    /// data flows, `fields`, which those refer to, then what the API answers.
    public static List<String> names() {
        return NAMES;
    }

    /// The schema's `$id`, for example `https://starkbeat.io/schemas/node-state.schema.json`.
    ///
    /// @param schema name and version, as `RecordCodec.schema()` and the header of each record tell them. A second version
    ///               of a schema gets a file of its own, since records of the first one stay what they are
    public static String id(String schema) {
        int version = schema.lastIndexOf('/');
        String name = schema.substring(0, version);
        String number = schema.substring(version + 1);
        return HOME + fileName(number.equals("1") ? name : name + "." + number);
    }

    /// The file under which a schema is published, for example `node-state.schema.json`.
    public static String fileName(String name) {
        return name + ".schema.json";
    }

    /// A schema as JSON in UTF-8; empty when there is none of this name. Reads the resource each time.
    ///
    /// @param name one of [#names()]; anything else, whoever sent it, finds nothing
    public static Optional<byte[]> json(String name) {
        return NAMES.contains(name)
                ? Optional.of(resource(fileName(name)).getBytes(StandardCharsets.UTF_8))
                : Optional.empty();
    }

    static String resource(String file) {
        return read(FOLDER + file);
    }

    /// @param resource a path from the root of this module's resources
    static String read(String resource) {
        try (InputStream from = PublishedSchemas.class.getResourceAsStream(resource)) {
            if (from == null) {
                throw new IllegalStateException(
                        "the resource " + resource + " is missing from the module schemas; build it again");
            }
            return new String(from.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + resource, e);
        }
    }
}
