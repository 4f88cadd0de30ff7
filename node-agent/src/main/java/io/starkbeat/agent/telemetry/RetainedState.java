package io.starkbeat.agent.telemetry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How things stand by what was told: for each kind of message (`msg`) the last value of each of its fields, kinds in the
/// order in which they first came. Bounded, whatever is sent. Not for use by several threads.
final class RetainedState {
    /// A node has a handful of kinds, and the specification some 30 fields.
    static final int MAX_KINDS = 64;
    /// Of one kind, those within groups and the items of lists among them.
    static final int MAX_KEYS = 512;
    private static final int MAX_DEPTH = 8;

    /// @param fields as they stand, without a key twice
    /// @param at of the last event of the kind
    record Kind(Map<String, Object> fields, long at) {}

    private final Map<String, Kind> kinds = new LinkedHashMap<>();

    /// The kind of a message: its `msg`; messages without one are of one kind.
    static String kindOf(Map<String, ?> message) {
        return message.get("msg") instanceof String msg ? msg : "";
    }

    /// Takes note of an event. Of kinds and keys beyond the bounds nothing is kept: they are said once or not at all.
    ///
    /// @return whether it is kept
    boolean fold(TelemetryEvent event) {
        var name = kindOf(event.message());
        var kind = kinds.get(name);
        if (kind == null && kinds.size() >= MAX_KINDS) {
            return false;
        }
        var fields = merged(kind == null ? Map.of() : kind.fields, event.message(), MAX_DEPTH);
        if (size(fields) > MAX_KEYS) {
            fields = merged(Map.of(), event.message(), MAX_DEPTH);
        }
        if (size(fields) > MAX_KEYS) {
            kinds.remove(name);
            return false;
        }
        kinds.put(name, new Kind(fields, event.at()));
        return true;
    }

    void forget(String kind) {
        kinds.remove(kind);
    }

    @Nullable
    Kind get(String kind) {
        return kinds.get(kind);
    }

    /// All kinds, in the order in which they first came.
    List<String> names() {
        return new ArrayList<>(kinds.keySet());
    }

    private static int size(Object value) {
        return switch (value) {
            case Map<?, ?> group -> group.size() + group.values().stream().filter(Objects::nonNull)
                    .mapToInt(RetainedState::size).sum();
            case Collection<?> list -> list.size() + list.stream().filter(Objects::nonNull)
                    .mapToInt(RetainedState::size).sum();
            default -> 0;
        };
    }

    /// Groups (`Node`, `Network`, `System` of the nested form) are merged field by field too. A value may be null, which
    /// JSON has and `Map.merge` does not.
    private static Map<String, Object> merged(Map<?, ?> old, Map<?, ?> news, int depth) {
        var all = new LinkedHashMap<String, Object>();
        old.forEach((key, value) -> all.put(String.valueOf(key), value));
        news.forEach((key, value) -> {
            var name = String.valueOf(key);
            all.put(name, all.get(name) instanceof Map<?, ?> group && value instanceof Map<?, ?> more && depth > 0
                    ? merged(group, more, depth - 1)
                    : value);
        });
        return all;
    }
}
