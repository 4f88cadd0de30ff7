package io.starkbeat.standalone.verify;

import java.time.Duration;

/// A moment on the monotonic clock until which something may take.
record Deadline(long nanos) {
    static Deadline in(Duration given) {
        return new Deadline(System.nanoTime() + given.toNanos());
    }

    boolean isOver() {
        return System.nanoTime() - nanos >= 0;
    }
}
