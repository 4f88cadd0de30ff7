package io.starkbeat.query.view;

import io.starkbeat.query.question.NodeProperty;
import io.starkbeat.schemas.codec.RecordMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Walks through the properties of a prepared item (see [NodeItem#prepare]) without reading their values: it was written
/// here, so it is known to be well-formed and without blanks. Not thread-safe.
final class PreparedItem {
    private static final List<NodeProperty> PROPERTIES = List.of(NodeProperty.values());
    private static final List<byte[]> NAMES = PROPERTIES.stream().map(each -> NodeItem.ascii(each.apiName())).toList();

    private final byte[] bytes;
    private int expected;
    private int at;
    private int nameFrom;
    private int nameTo;
    private int valueFrom;

    /// Stands before the first property.
    PreparedItem(byte[] prepared) {
        bytes = prepared;
    }

    /// Goes to the next property; false when there is none.
    boolean next() {
        // At the opening brace, or at the comma behind a value.
        if (at >= bytes.length) {
            return false;
        }
        nameFrom = at + 2;
        nameTo = endOfText(at + 1) - 1;
        valueFrom = nameTo + 2;
        at = endOfValue(valueFrom);
        return true;
    }

    /// Which property it is.
    NodeProperty property() {
        // Properties come in the order in which questions list them: it is one of the next, seldom far off.
        for (int tried = 0; tried < NAMES.size(); tried++) {
            int place = (expected + tried) % NAMES.size();
            byte[] name = NAMES.get(place);
            if (Arrays.equals(bytes, nameFrom, nameTo, name, 0, name.length)) {
                expected = place;
                return PROPERTIES.get(expected);
            }
        }
        throw new IllegalStateException("an item has a property that questions do not know: "
                + new String(bytes, nameFrom, nameTo - nameFrom, StandardCharsets.UTF_8));
    }

    /// Appends name and value as they stand.
    void copyTo(TaggedBody to) {
        to.append(bytes, nameFrom - 1, at - nameFrom + 1);
    }

    /// Whether the value is a text.
    boolean isText() {
        return bytes[valueFrom] == '"';
    }

    /// The text, or the texts of a list with a blank between them, or the number or flag as it is written.
    String text() {
        try {
            return switch (bytes[valueFrom]) {
                case '"' -> isEscaped()
                        ? RecordMapper.mapper().readValue(bytes, valueFrom, at - valueFrom, String.class)
                        : new String(bytes, valueFrom + 1, at - valueFrom - 2, StandardCharsets.UTF_8);
                case '[' -> String.join(" ",
                        RecordMapper.mapper().readValue(bytes, valueFrom, at - valueFrom, String[].class));
                default -> new String(bytes, valueFrom, at - valueFrom, StandardCharsets.US_ASCII);
            };
        } catch (IOException e) {
            throw new UncheckedIOException("an item that was written here cannot be read", e);
        }
    }

    private boolean isEscaped() {
        for (int i = valueFrom; i < at; i++) {
            if (bytes[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    /// The text of one property; null when the item does not have it.
    static @Nullable String text(byte[] prepared, NodeProperty property) {
        PreparedItem item = new PreparedItem(prepared);
        while (item.next()) {
            if (item.property() == property) {
                return item.text();
            }
        }
        return null;
    }

    private int endOfValue(int from) {
        return switch (bytes[from]) {
            case '"' -> endOfText(from);
            case '[' -> endOfList(from);
            default -> {
                int end = from;
                while (end < bytes.length && bytes[end] != ',') {
                    end++;
                }
                yield end;
            }
        };
    }

    /// @param from the opening quote
    /// @return behind the closing one
    private int endOfText(int from) {
        int end = from + 1;
        while (bytes[end] != '"') {
            end += bytes[end] == '\\' ? 2 : 1;
        }
        return end + 1;
    }

    /// Lists hold texts only.
    private int endOfList(int from) {
        int end = from + 1;
        while (bytes[end] != ']') {
            end = bytes[end] == '"' ? endOfText(end) : end + 1;
        }
        return end + 1;
    }
}
