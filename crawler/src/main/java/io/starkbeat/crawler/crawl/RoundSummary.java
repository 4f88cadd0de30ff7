package io.starkbeat.crawler.crawl;

import io.starkbeat.crawler.walk.Failure;
import io.starkbeat.crawler.walk.Withheld;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/// How a round went: `dials = reached + failures`, where one that met a peer and lost it again is reached, and a failure
/// besides (`lost`).
///
/// @param network  the chain whose DHT was walked
/// @param found    peers that were named, expected or met
/// @param reached  those that were met
/// @param dials    connections that were tried
/// @param failures what the other dials came to
/// @param lost     conversations that ended early, by how
/// @param withheld what was said and led to no dial
/// @param cutShort whether the round's time was over before it was through
public record RoundSummary(String network, Instant began, Duration took, int found, int reached, int dials,
        Map<Failure, Integer> failures, Map<Failure, Integer> lost, Map<Withheld, Integer> withheld,
        boolean cutShort) {

    public RoundSummary {
        failures = Map.copyOf(failures);
        lost = Map.copyOf(lost);
        withheld = Map.copyOf(withheld);
    }

    /// A line for a person.
    @Override
    public String toString() {
        return network + ": " + reached + " of " + found + " peers reached in " + took.toMillis() / 1000.0 + " s, "
                + dials
                + " dials" + counts(", failed: ", failures) + counts(", lost: ", lost)
                + counts(", not dialled: ", withheld) + (cutShort ? "; cut short, the round's time was over" : "");
    }

    private static String counts(String title, Map<? extends Enum<?>, Integer> counts) {
        return counts.isEmpty()
                ? ""
                : title + counts.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey((a, b) -> a.name().compareTo(b.name())))
                        .map(entry -> entry.getKey().name().toLowerCase(java.util.Locale.ROOT) + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }
}
