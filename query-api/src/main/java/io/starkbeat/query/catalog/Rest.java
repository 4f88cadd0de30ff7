package io.starkbeat.query.catalog;

import java.time.Duration;

/// For how long something that was made is not made anew, though it has changed: so many times as long as making it took.
/// So however large it is, and however fast it changes and readers ask, making it costs at most a fifth of one core.
///
/// @param until by the monotonic clock, in ns
record Rest(long until) {
    private static final int TIMES = 4;

    /// The rest after something was made just now.
    ///
    /// @param begun   when its making began, as [System#nanoTime()]
    /// @param longest the most that it rests
    static Rest after(long begun, Duration longest) {
        long done = System.nanoTime();
        return new Rest(done + Math.min(TIMES * (done - begun), longest.toNanos()));
    }

    boolean lasts() {
        return System.nanoTime() - until < 0;
    }
}
