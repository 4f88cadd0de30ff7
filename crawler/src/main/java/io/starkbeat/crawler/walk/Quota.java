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

    boolean isUsedUp() {
        return dials >= mostDials || failedOrUnderWay >= mostFailed;
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
