package io.starkbeat.agent.telemetry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How things stand by what was told: for each kind of message (`msg`) the last value of each of its fields, kinds in the
/// order in which they first came. Bounded, whatever is sent. Not for use by several threads.
final class RetainedState {
    /// A node has a handful of kinds, and the specification some 30 fields.
    static final int MAX_KINDS = 64;
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

    /// Takes note of an event. Of kinds beyond the bound nothing is kept: they are said once or not at all.
    void fold(TelemetryEvent event) {
        var name = kindOf(event.message());
        var kind = kinds.get(name);
        if (kind != null) {
            var merged = merged(kind.fields, event.message(), MAX_DEPTH);
            kinds.replace(name, new Kind(merged.size() > MAX_KEYS ? copy(event.message()) : merged, event.at()));
        } else if (kinds.size() < MAX_KINDS) {
            kinds.put(name, new Kind(copy(event.message()), event.at()));
        }
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

    private static Map<String, Object> copy(Map<String, ?> message) {
        return merged(Map.of(), message, MAX_DEPTH);
    }

    /// Groups (`Node`, `Network`, `System` of the nested form) are merged field by field too.
    private static Map<String, Object> merged(Map<?, ?> old, Map<?, ?> news, int depth) {
        var all = new LinkedHashMap<String, Object>();
        old.forEach((key, value) -> all.put(String.valueOf(key), value));
        news.forEach((key, value) -> all.merge(String.valueOf(key), value,
                (before, now) -> before instanceof Map<?, ?> group && now instanceof Map<?, ?> more && depth > 0
                        ? merged(group, more, depth - 1)
                        : now));
        return all;
    }
}
