package io.starkbeat.query.network;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Counts how often each of some things occurs. Not thread-safe.
final class Tally<T extends Comparable<? super T>> {
    private final Map<T, Integer> counts = new HashMap<>();

    /// @param thing null counts for nothing
    void add(@Nullable T thing) {
        if (thing != null) {
            counts.merge(thing, 1, Integer::sum);
        }
    }

    /// How often a thing occurred.
    int of(T thing) {
        return counts.getOrDefault(thing, 0);
    }

    /// The most frequent first, equally frequent ones in their order.
    Map<T, Integer> ranked() {
        Comparator<Map.Entry<T, Integer>> byCount = Map.Entry.<T, Integer>comparingByValue().reversed();
        return counts.entrySet()
                .stream()
                .sorted(byCount.thenComparing(Map.Entry.comparingByKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, _) -> a, LinkedHashMap::new));
    }
}
