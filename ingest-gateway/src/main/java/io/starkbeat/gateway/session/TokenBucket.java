package io.starkbeat.gateway.session;

import java.time.Duration;

/// Lets a burst through and then a steady rate. Time is an argument; confined to one thread.
public final class TokenBucket {
    private final int burst;
    private final long nanosPerToken;
    /// When the bucket will have been full, had nobody taken anything since.
    private long fullAt;
    private boolean touched;

    /// @param burst  how many may come at once, at least 1
    /// @param refill how long until one more may
    public TokenBucket(int burst, Duration refill) {
        this.burst = burst;
        this.nanosPerToken = refill.toNanos();
    }

    /// Takes one if there is one.
    ///
    /// @param nanoTime [System#nanoTime()]
    public boolean tryTake(long nanoTime) {
        if (!touched || fullAt - nanoTime < 0) {
            touched = true;
            fullAt = nanoTime;
        }
        if (fullAt - nanoTime > (burst - 1) * nanosPerToken) {
            return false;
        }
        fullAt += nanosPerToken;
        return true;
    }
}
