package io.starkbeat.agent.telemetry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next attempt: twice as long each time, up to a bound, give or take half of it, so that
/// nodes that lost their server together do not come back together. Not for use by several threads.
public final class Backoff {
    private final long first;
    private final long slowest;
    private final RandomGenerator random;
    private long next;

    /// Begins with the first wait.
    ///
    /// @param first the first wait, before chance
    /// @param slowest the longest wait, chance included
    public Backoff(Duration first, Duration slowest, RandomGenerator random) {
        this.first = first.toMillis();
        // Half as much again is the bound, so that chance scatters the slowest waits too.
        this.slowest = Math.max(this.first, slowest.toMillis() * 2 / 3);
        this.random = random;
        this.next = this.first;
    }

    /// The next wait: half to one and a half of the plain one, and never above the slowest.
    public Duration next() {
        var plain = next;
        next = Math.min(slowest, plain * 2);
        return Duration.ofMillis(Math.max(1, plain / 2 + random.nextLong(plain + 1)));
    }

    /// It went well: the next wait is the first one again.
    public void reset() {
        next = first;
    }
}
