package io.starkbeat.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// The JSON Schemas (draft 2020-12) of what topics carry, as resources of this module. They are public: readers of the
/// topics rely on them, and they refer to each other by [#id(String)].
public final class PublishedSchemas {
    private static final List<String> NAMES = List.of("session-event", "rejected-message", "peer-sighting",
            "node-state",
            "pipeline-progress", "fields");

    private PublishedSchemas() {}

    /// The names of all schemas: one for each topic's value, in the order in which data flows, then `fields`, which those
    /// refer to.
    public static List<String> names() {
        return NAMES;
    }

    /// The schema's `$id`, for example `https://starkbeat.io/schemas/node-state/1`.
    ///
    /// @param schema name and version, as `RecordCodec.schema()` and the header of each record tell them
    public static String id(String schema) {
        return "https://starkbeat.io/schemas/" + schema;
    }

    /// The file under which a schema is published, for example `node-state.schema.json`.
    public static String fileName(String name) {
        return name + ".schema.json";
    }

    /// A schema as JSON in UTF-8; empty when there is none of this name. Reads the resource each time.
    ///
    /// @param name one of [#names()]; anything else, whoever sent it, finds nothing
    public static Optional<byte[]> json(String name) {
        if (!NAMES.contains(name)) {
            return Optional.empty();
        }
        String resource = "/schemas/" + fileName(name);
        try (InputStream from = PublishedSchemas.class.getResourceAsStream(resource)) {
            if (from == null) {
                throw new IllegalStateException(
                        "the resource " + resource + " is missing from the module schemas; build it again");
            }
            return Optional.of(from.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + resource, e);
        }
    }
}
