package io.starkbeat.query.view;

import io.starkbeat.query.liveness.NodeStatus;
import io.starkbeat.query.question.NodeProperty;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// Nodes as comma-separated values (RFC 4180): a row of names, then a row a node, in UTF-8; what a node lacks is an empty
/// cell.
///
/// Nodes choose their names, and spreadsheets calculate what looks like a formula: a text that begins like one gets an
/// apostrophe before it. Numbers are written as they are.
final class CsvList extends NodeListWriter {
    private static final String END_OF_ROW = "\r\n";
    private static final String SPECIAL = ",\"\r\n";
    private static final String BEGINS_FORMULA = "=+-@\t\r";

    private final EnumSet<NodeProperty> shown;
    private final StringBuilder row = new StringBuilder();

    CsvList(EnumSet<NodeProperty> shown, int size) {
        super(size);
        this.shown = shown;
        body.append(shown.stream().map(NodeProperty::apiName).collect(Collectors.joining(",")) + END_OF_ROW);
    }

    @Override
    public void add(byte[] prepared, NodeStatus status, OptionalLong lag) {
        Map<NodeProperty, String> cells = new EnumMap<>(NodeProperty.class);
        PreparedItem item = new PreparedItem(prepared);
        while (item.next()) {
            NodeProperty property = item.property();
            if (shown.contains(property)) {
                cells.put(property, item.isText() ? cell(item.text()) : item.text());
            }
        }
        cells.put(NodeProperty.STATUS, status.key());
        if (lag.isPresent()) {
            cells.put(NodeProperty.LAG, Long.toUnsignedString(lag.getAsLong()));
        }
        row.setLength(0);
        for (NodeProperty property : shown) {
            row.append(row.isEmpty() ? "" : ",").append(cells.getOrDefault(property, ""));
        }
        body.append(row.append(END_OF_ROW).toString());
    }

    @Override
    public TaggedBody end() {
        return body;
    }

    /// A text as a cell.
    static String cell(String text) {
        String harmless = !text.isEmpty() && BEGINS_FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return isPlain(harmless) ? harmless : '"' + harmless.replace("\"", "\"\"") + '"';
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (SPECIAL.indexOf(text.charAt(i)) >= 0) {
                return false;
            }
        }
        return true;
    }
}
