package io.starkbeat.query.http;

import io.starkbeat.query.question.RefusedParameterException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The parameters in a URL, in their order. Decoded strictly, as forms are sent (a plus is a blank): a replacement
/// character in a text would ask for another text.
final class QueryString {
    private final List<Pair> pairs = new ArrayList<>();

    private record Pair(String name, String value) {
        String encoded() {
            return URLEncoder.encode(name, StandardCharsets.UTF_8) + '='
                    + URLEncoder.encode(value, StandardCharsets.UTF_8);
        }
    }

    /// @param raw what stands behind the question mark; null when nothing does
    /// @throws RefusedParameterException for what is not percent-encoded UTF-8
    QueryString(@Nullable String raw) {
        if (raw == null) {
            return;
        }
        for (String pair : raw.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                pairs.add(new Pair(decode(name, name), equals < 0 ? "" : decode(name, pair.substring(equals + 1))));
            }
        }
    }

    private static String decode(String name, String raw) {
        return PercentEncoded.decode(raw.replace('+', ' ')).orElseThrow(() -> new RefusedParameterException(name, name
                + " is not percent-encoded UTF-8: write % and two hex digits for each byte of a character."));
    }

    /// The values of each parameter.
    ///
    /// @param several the names of those parameters in which commas separate values; a backslash before a comma, or before
    ///                a backslash, makes it part of the value
    Map<String, List<String>> values(Set<String> several) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (Pair pair : pairs) {
            values.computeIfAbsent(pair.name, _ -> new ArrayList<>())
                    .addAll(several.contains(pair.name) ? separate(pair.value) : List.of(pair.value));
        }
        return values;
    }

    private static List<String> separate(String list) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            boolean escapes = c == '\\' && i + 1 < list.length()
                    && (list.charAt(i + 1) == ',' || list.charAt(i + 1) == '\\');
            if (escapes) {
                i++;
                value.append(list.charAt(i));
            } else if (c == ',') {
                values.add(value.toString());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString());
        return values;
    }

    /// The same parameters but one, which has this value, as a query string.
    String with(String name, String value) {
        return Stream.concat(pairs.stream().filter(pair -> !pair.name.equals(name)), Stream.of(new Pair(name, value)))
                .map(Pair::encoded)
                .collect(Collectors.joining("&"));
    }
}
