package io.starkbeat.query.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/// The latest changes, so many that a subscriber who comes back soon misses none. One thread appends, any thread reads.
final class ChangeLog {
    private final int capacity;
    /// By the number before the first change of each.
    private final ConcurrentSkipListMap<Long, Frame> frames = new ConcurrentSkipListMap<>();
    private int size;

    /// @param capacity about how many changes it keeps
    ChangeLog(int capacity) {
        this.capacity = capacity;
    }

    /// Appends a frame that is not empty.
    ///
    /// @param forgotten is told of each change that is dropped for it
    void append(Frame frame, Consumer<Change> forgotten) {
        frames.put(frame.from(), frame);
        size += frame.changes().size();
        // The newest stays, however large it is: what follows it is to be found.
        while (size > capacity && frames.size() > 1) {
            dropFirst(forgotten);
        }
    }

    /// Drops everything.
    void clear(Consumer<Change> forgotten) {
        while (!frames.isEmpty()) {
            dropFirst(forgotten);
        }
    }

    private void dropFirst(Consumer<Change> forgotten) {
        Map.Entry<Long, Frame> first = frames.pollFirstEntry();
        size -= first.getValue().changes().size();
        first.getValue().changes().forEach(forgotten);
    }

    /// The number of the last change before the first that is kept: the oldest place from which one can go on.
    ///
    /// @param head the number of the newest change
    long reachesBackTo(long head) {
        Map.Entry<Long, Frame> first = frames.firstEntry();
        return first == null ? head : first.getKey();
    }

    /// All changes behind one place and up to another; empty when it does not reach back so far.
    Optional<List<Change>> between(long from, long to) {
        List<Change> changes = new ArrayList<>();
        long at = from;
        Long first = frames.floorKey(from);
        for (Frame frame : frames.tailMap(first == null ? from : first, true).values()) {
            if (frame.from() >= to) {
                break;
            }
            if (frame.to() <= at) {
                continue;
            }
            if (frame.from() > at) {
                // Dropped while this was looking.
                return Optional.empty();
            }
            changes.addAll(frame.changes().subList((int) (at - frame.from()), frame.changes().size()));
            at = frame.to();
        }
        return at == to ? Optional.of(changes) : Optional.empty();
    }
}
