package io.starkbeat.crawler.crawl;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A node's software, read from the agent version that its identify protocol tells: `juno/0.15.0`, `pathfinder/v0.22.0`, or a
/// bare version (dialects, "Peer-to-peer facts").
///
/// @param type    as nodes that report telemetry write it, for example `Juno`
/// @param version as it was told
record ClientName(Optional<String> type, Optional<String> version) {
    private static final Pattern NAMED = Pattern
            .compile("([\\p{Alpha}][\\p{Alnum} _.-]*?)(?:/([^/\\s]+)(?:[/\\s].*)?)?");
    private static final Pattern VERSION = Pattern.compile("v?\\d\\S*");
    /// The same software has one name, however an agent writes it.
    private static final Map<String, String> KNOWN = Map.of("juno", "Juno", "pathfinder", "Pathfinder", "madara",
            "Madara",
            "deoxys", "Deoxys", "papyrus", "Papyrus");
    /// A field's own bound: strangers write here what they like.
    private static final int MAX = 100;

    static ClientName of(String agent) {
        String text = agent.strip();
        if (VERSION.matcher(text).matches()) {
            return new ClientName(Optional.empty(), bounded(text));
        }
        Matcher named = NAMED.matcher(text);
        if (!named.matches()) {
            return new ClientName(Optional.empty(), Optional.empty());
        }
        String name = named.group(1).strip();
        return new ClientName(bounded(KNOWN.getOrDefault(name.toLowerCase(Locale.ROOT), name)),
                Optional.ofNullable(named.group(2)).flatMap(ClientName::bounded));
    }

    private static Optional<String> bounded(String text) {
        return text.length() <= MAX ? Optional.of(text) : Optional.empty();
    }
}
