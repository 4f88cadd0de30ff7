package io.starkbeat.gateway.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.starkbeat.schemas.codec.RawJson;
import io.starkbeat.schemas.field.FieldGroup;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects the keys that no table knows, within bounds, so that nothing that a node said is lost: envelope keys such as
/// `msg`, `id` and `level` too. A key inside one of the specification's groups stays inside it.
///
/// A key that would break the bounds is dropped alone; those before and behind it that fit are kept.
final class Extensions {
    /// The most bytes of JSON that a record keeps of unknown keys.
    static final int MAX_BYTES = 8 * 1024;
    /// The most levels, the object of all unknown keys being the first.
    static final int MAX_DEPTH = 8;
    /// Readers of the record refuse longer numbers (Jackson's default), and so the whole record.
    private static final int MAX_NUMBER = 1000;

    private static final JsonFactory JSON = JsonFactory.builder()
            // Keys and texts may hold surrogates without a partner, which no UTF-8 can carry but an escape can.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private final Map<String, String> ungrouped = new LinkedHashMap<>(4);
    private final Map<FieldGroup, Map<String, String>> grouped = new EnumMap<>(FieldGroup.class);
    private int bytes = "{}".length();
    private int dropped;

    void add(ReportedEntry entry) {
        FieldGroup group = entry.group();
        int levelsAround = group == null ? 1 : 2;
        String json = json(entry.value(), MAX_DEPTH - levelsAround);
        String key = json == null || entry.key().length() > MAX_BYTES ? null : quoted(entry.key());
        if (json == null || key == null) {
            dropped++;
            return;
        }
        Map<String, String> siblings = group == null
                ? ungrouped
                : grouped.computeIfAbsent(group, _ -> new LinkedHashMap<>(4));
        String replaced = siblings.get(key);
        int more = length(json) - (replaced == null ? 0 : length(replaced));
        if (replaced == null) {
            more += length(key) + ":,".length();
        }
        if (group != null && siblings.isEmpty()) {
            more += group.specName().length() + "\"\":{},".length();
        }
        if (bytes + more > MAX_BYTES) {
            dropped++;
            return;
        }
        bytes += more;
        siblings.put(key, json);
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

    private static void append(StringBuilder json, Map<String, String> keys) {
        String comma = "";
        for (Map.Entry<String, String> key : keys.entrySet()) {
            json.append(comma).append(key.getKey()).append(':').append(key.getValue());
            comma = ",";
        }
    }

    /// The value as JSON, or null if it breaks a bound by itself.
    private static @Nullable String json(ReportedValue value, int maxDepth) {
        return switch (value) {
            case ReportedValue.Text(String text) -> text.length() > MAX_BYTES ? null : quoted(text);
            case ReportedValue.Numeral(String literal) -> literal.length() > MAX_NUMBER ? null : literal;
            case ReportedValue.Bool(boolean bool) -> Boolean.toString(bool);
            case ReportedValue.Nested(String json, _, int depth, int longestNumber) -> depth > maxDepth
                    || longestNumber > MAX_NUMBER ? null : json;
        };
    }

    private static String quoted(String text) {
        StringWriter json = new StringWriter(text.length() + 2);
        try (JsonGenerator generator = JSON.createGenerator(json)) {
            generator.writeString(text);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail to be written", e);
        }
        return json.toString();
    }

    private static int length(String json) {
        return json.getBytes(StandardCharsets.UTF_8).length;
    }
}
