package io.starkbeat.query.feed;

import java.util.List;

/// The changes of one window of time, each of another node. Immutable.
///
/// @param from    the number of the last change before them: the first of them has the next
/// @param changes may be none
record Frame(long from, List<Change> changes) {
    Frame {
        changes = List.copyOf(changes);
    }

    /// The number of its last change.
    long to() {
        return from + changes.size();
    }
}
