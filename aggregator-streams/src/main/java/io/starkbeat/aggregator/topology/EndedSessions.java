package io.starkbeat.aggregator.topology;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Sessions that have ended, by the place of their last record in the log. In memory, rebuilt from the store.
///
/// A session's state may go once the group has committed past its last record: then no restart reads a record of it again,
/// and would take it for a new session. Not thread-safe.
final class EndedSessions {
    private record Ended(String sessionId, long offset) {}

    private final PriorityQueue<Ended> queue = new PriorityQueue<>(Comparator.comparingLong(Ended::offset));

    void add(String sessionId, long offset) {
        queue.add(new Ended(sessionId, offset));
    }

    /// Takes out the next session that lies wholly before the committed offset; null when none does.
    @Nullable
    String takeBefore(long committed) {
        Ended next = queue.peek();
        if (next == null || next.offset() >= committed) {
            return null;
        }
        queue.remove();
        return next.sessionId();
    }
}
