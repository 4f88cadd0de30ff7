package io.starkbeat.query.view;

import io.starkbeat.query.liveness.NodeStatus;
import io.starkbeat.query.question.NodeProperty;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;

/// Puts a list of nodes together, in one of its forms, with the properties that were asked for. Not thread-safe.
public abstract sealed class NodeListWriter permits JsonList, CsvList {
    final TaggedBody body;

    NodeListWriter(int size) {
        body = new TaggedBody(size);
    }

    /// A writer of one list.
    ///
    /// @param properties what of each node is told; those that it lacks are left out, or empty in CSV
    /// @param size       about as many bytes as there will be
    public static NodeListWriter of(ListFormat format, Set<NodeProperty> properties, int size) {
        EnumSet<NodeProperty> shown = EnumSet.copyOf(properties);
        return switch (format) {
            case JSON -> new JsonList(shown, size, "[", ",", "", "]");
            case NDJSON -> new JsonList(shown, size, "", "", "\n", "");
            case CSV -> new CsvList(shown, size);
        };
    }

    /// Appends a node.
    ///
    /// @param prepared see [NodeItem#prepare]
    public abstract void add(byte[] prepared, NodeStatus status, OptionalLong lag);

    /// The whole. Nothing may be added any more.
    public abstract TaggedBody end();
}
