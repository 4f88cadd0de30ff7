package io.starkbeat.kit.kafka;

import java.time.Duration;

/// A moment on the monotonic clock until which something may take.
///
/// @param given how long it was from the start
/// @param nanos when it is over, as [System#nanoTime()]
record Deadline(Duration given, long nanos) {
    static Deadline in(Duration given) {
        return new Deadline(given, System.nanoTime() + given.toNanos());
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    boolean isOver() {
        return left().isZero();
    }
}
