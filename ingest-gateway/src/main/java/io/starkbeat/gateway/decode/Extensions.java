package io.starkbeat.gateway.decode;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.starkbeat.schemas.codec.RawJson;
import io.starkbeat.schemas.field.FieldGroup;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects the keys that no table knows, within bounds, so that nothing that a node said is lost: envelope keys such as
/// `msg`, `id` and `level` too. A key inside one of the specification's groups stays inside it.
///
/// Values stay as they were sent, byte for byte; a key's escapes are written anew, so that one key has one spelling. A key
/// that would break the bounds is dropped alone; those before and behind it that fit are kept.
final class Extensions {
    /// The most bytes of JSON that a record keeps of unknown keys.
    static final int MAX_BYTES = 8 * 1024;
    /// The most levels, the object of all unknown keys being the first.
    static final int MAX_DEPTH = 8;
    /// Readers of the record refuse longer numbers (Jackson's default), and so the whole record.
    private static final int MAX_NUMBER = 1000;

    /// A value as it was sent.
    ///
    /// @param bytes its length in UTF-8
    private record Kept(String json, int bytes) {}

    private final Map<String, Kept> ungrouped = new LinkedHashMap<>(4);
    private final Map<FieldGroup, Map<String, Kept>> grouped = new EnumMap<>(FieldGroup.class);
    private int bytes = "{}".length();
    private int dropped;

    /// @param group in which the key stands; null outside of the groups
    void add(@Nullable FieldGroup group, String key, ReportedValue value) {
        int levelsAround = group == null ? 1 : 2;
        if (value.length() > MAX_BYTES || value.longestNumber() > MAX_NUMBER
                || value.depth() > MAX_DEPTH - levelsAround || key.length() > MAX_BYTES) {
            dropped++;
            return;
        }
        Map<String, Kept> siblings = group == null
                ? ungrouped
                : grouped.computeIfAbsent(group, _ -> new LinkedHashMap<>(4));
        String name = new String(JsonStringEncoder.getInstance().quoteAsString(key));
        Kept replaced = siblings.get(name);
        int more = value.length() - (replaced == null ? 0 : replaced.bytes());
        if (replaced == null) {
            more += name.getBytes(StandardCharsets.UTF_8).length + "\"\":,".length();
        }
        if (group != null && siblings.isEmpty()) {
            more += group.specName().length() + "\"\":{},".length();
        }
        if (bytes + more > MAX_BYTES) {
            dropped++;
            return;
        }
        bytes += more;
        siblings.put(name, new Kept(value.json(), value.length()));
    }

    /// How many keys did not fit.
    int dropped() {
        return dropped;
    }

    /// All of it as one JSON object, or null if there is none.
    @Nullable
    RawJson json() {
        grouped.values().removeIf(Map::isEmpty);
        if (ungrouped.isEmpty() && grouped.isEmpty()) {
            return null;
        }
        StringBuilder json = new StringBuilder(bytes).append('{');
        append(json, ungrouped);
        grouped.forEach((group, keys) -> {
            if (json.length() > 1) {
                json.append(',');
            }
            json.append('"').append(group.specName()).append("\":{");
            append(json, keys);
            json.append('}');
        });
        return new RawJson(json.append('}').toString());
    }

    private static void append(StringBuilder json, Map<String, Kept> keys) {
        String comma = "";
        for (Map.Entry<String, Kept> key : keys.entrySet()) {
            json.append(comma).append('"').append(key.getKey()).append("\":").append(key.getValue().json());
            comma = ",";
        }
    }
}
