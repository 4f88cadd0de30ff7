package io.starkbeat.crawler.walk;

import java.util.LinkedHashSet;
import java.util.Set;

/// How many dials are still made on account of somebody. One that succeeds gives back what it took of the failures, so the
/// honest are never short of them.
final class Quota {
    private final int mostDials;
    private final int mostFailed;
    private int dials;
    private int failedOrUnderWay;
    private final Set<Door> waiting = new LinkedHashSet<>();

    Quota(int mostDials, int mostFailed) {
        this.mostDials = mostDials;
        this.mostFailed = mostFailed;
    }

    static Quota unlimited() {
        return new Quota(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /// Whether no dial is left, whatever becomes of those that were made.
    boolean isSpent() {
        return dials >= mostDials;
    }

    boolean isUsedUp() {
        return isSpent() || failedOrUnderWay >= mostFailed;
    }

    void take() {
        dials++;
        failedOrUnderWay++;
    }

    /// One of those taken did not fail.
    void giveBack() {
        failedOrUnderWay--;
    }

    /// Keeps an address until there is room for it.
    void keepWaiting(Door door) {
        waiting.add(door);
    }

    Set<Door> waiting() {
        return waiting;
    }
}
