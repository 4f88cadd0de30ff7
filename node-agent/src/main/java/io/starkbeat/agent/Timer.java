package io.starkbeat.agent;

import java.time.Duration;

/// When something was done last, by a clock that cannot be set.
final class Timer {
    private boolean done;
    private long at;

    void set() {
        done = true;
        at = System.nanoTime();
    }

    /// As if it had never been done.
    void reset() {
        done = false;
    }

    /// Whether it was done longer ago than this, or never.
    boolean isOlderThan(Duration age) {
        return !done || System.nanoTime() - at >= age.toNanos();
    }
}
