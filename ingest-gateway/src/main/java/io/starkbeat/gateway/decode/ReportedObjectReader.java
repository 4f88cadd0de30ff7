package io.starkbeat.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldGroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads reported objects off a parser, each in passing.
final class ReportedObjectReader {
    private static final String ENVELOPE = "payload";
    private static final int USUAL_KEYS = 24;

    private final JsonParser parser;
    private final byte[] message;

    /// @param message what the parser reads: nested values are cut out of it as they stand
    ReportedObjectReader(JsonParser parser, byte[] message) {
        this.parser = parser;
        this.message = message;
    }

    /// Reads the object whose start is the parser's current token, to its end.
    ReportedObject read() throws IOException {
        List<ReportedEntry> entries = new ArrayList<>(USUAL_KEYS);
        readKeys(entries, null, true);
        return new ReportedObject(entries);
    }

    private void readKeys(List<ReportedEntry> entries, @Nullable FieldGroup group, boolean outermost)
            throws IOException {
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT && group == null) {
                if (outermost && key.equalsIgnoreCase(ENVELOPE)) {
                    readKeys(entries, null, false);
                    continue;
                }
                FieldGroup opened = groupNamed(key);
                if (opened != null) {
                    readKeys(entries, opened, false);
                    continue;
                }
            }
            ReportedValue value = value(token);
            if (value != null) {
                entries.add(new ReportedEntry(group, key, Field.byReportedName(key), value));
            }
        }
    }

    private static @Nullable FieldGroup groupNamed(String key) {
        return Stream.of(FieldGroup.values())
                .filter(group -> group.specName().equalsIgnoreCase(key))
                .findAny()
                .orElse(null);
    }

    private @Nullable ReportedValue value(JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> new ReportedValue.Text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new ReportedValue.Numeral(parser.getText());
            case VALUE_TRUE -> new ReportedValue.Bool(true);
            case VALUE_FALSE -> new ReportedValue.Bool(false);
            case START_OBJECT, START_ARRAY -> nested(token == JsonToken.START_ARRAY);
            case VALUE_NULL -> null;
            default -> throw new IllegalStateException("no value starts with " + token);
        };
    }

    private ReportedValue.Nested nested(boolean array) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        int level = 1;
        int deepest = 1;
        int longestNumber = 0;
        while (level > 0) {
            JsonToken token = parser.nextToken();
            if (token.isStructStart()) {
                deepest = Math.max(deepest, ++level);
            } else if (token.isStructEnd()) {
                level--;
            } else if (token.isNumeric()) {
                longestNumber = Math.max(longestNumber, parser.getTextLength());
            }
        }
        int end = (int) parser.currentLocation().getByteOffset();
        return new ReportedValue.Nested(new String(message, start, end - start, StandardCharsets.UTF_8), array, deepest,
                longestNumber);
    }
}
