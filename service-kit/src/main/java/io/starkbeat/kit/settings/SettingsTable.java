package io.starkbeat.kit.settings;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/// Settings as a table for people: Markdown for the README (whose test compares it), plain text for `--help`.
public final class SettingsTable {
    private SettingsTable() {}

    /// A Markdown table, a row for each name in the order of first appearance.
    ///
    /// @throws IllegalArgumentException if two settings of one name mean different things
    public static String markdown(Collection<Setting<?>> settings) {
        StringBuilder table = new StringBuilder("""
                | Variable | Default | Value | Meaning |
                |---|---|---|---|
                """);
        for (Row row : rows(settings)) {
            table.append("| `")
                    .append(row.name)
                    .append("` | ")
                    .append(row.defaults.stream().map(SettingsTable::cell).collect(Collectors.joining(", ")))
                    .append(" | ")
                    .append(cell(row.expected))
                    .append(" | ")
                    .append(cell(row.meaning))
                    .append(" |\n");
        }
        return table.toString();
    }

    /// The same for a terminal.
    public static String text(Collection<Setting<?>> settings) {
        return rows(settings).stream()
                .map(row -> "  %s (%s)%n      %s: %s.%n".formatted(row.name, String.join(", ", row.defaults),
                        row.meaning, row.expected))
                .collect(Collectors.joining());
    }

    private record Row(String name, SequencedSet<String> defaults, String expected, String meaning) {}

    /// Services may differ in a setting's default (each has a management port of its own): one row tells them all.
    private static List<Row> rows(Collection<Setting<?>> settings) {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (Setting<?> setting : settings) {
            Row row = rows.computeIfAbsent(setting.name(),
                    name -> new Row(name, new LinkedHashSet<>(), setting.expected(), setting.meaning()));
            if (!row.meaning.equals(setting.meaning()) || !row.expected.equals(setting.expected())) {
                throw new IllegalArgumentException("two settings are called " + setting.name()
                        + " and mean different things: " + row.meaning + " / " + setting.meaning());
            }
            row.defaults.add(setting.required() ? "required" : setting.shownDefault());
        }
        return List.copyOf(rows.values());
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
