package io.starkbeat.aggregator.topology;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// Keys by the time at which they are due to be looked at. In memory, rebuilt from the store; a key stands in it once.
///
/// An update of a key does not touch the index: when the key comes up, its owner looks at its state and either acts or
/// puts it back for later. So an update costs nothing, and nothing is found by scanning. Not thread-safe.
final class DueIndex {
    private record Due(Instant at, String key) {}

    private final PriorityQueue<Due> queue = new PriorityQueue<>(Comparator.comparing(Due::at));
    private final Set<String> keys = new HashSet<>();

    /// Puts a key in, unless it is there already.
    void add(String key, Instant dueAt) {
        if (keys.add(key)) {
            queue.add(new Due(dueAt, key));
        }
    }

    /// Takes out the next key that is due at the given time; null when none is.
    @Nullable
    String takeDue(Instant now) {
        Due next = queue.peek();
        if (next == null || next.at().isAfter(now)) {
            return null;
        }
        queue.remove();
        keys.remove(next.key());
        return next.key();
    }

    int size() {
        return keys.size();
    }
}
