package io.starkbeat.agent;

import java.util.OptionalDouble;

/// How fast a node that is catching up takes blocks, as a mean that follows its changes.
final class SyncPace {
    /// How much the newest stretch counts.
    private static final double NEWS = 0.3;

    private long height = -1;
    private long since;
    private double millis = Double.NaN;

    /// The node is at a block now.
    ///
    /// @param syncing whether it is catching up
    void at(long number, boolean syncing) {
        if (!syncing) {
            reset();
            return;
        }
        var now = System.nanoTime();
        if (height >= 0 && number > height) {
            var each = (now - since) / 1e6 / (number - height);
            millis = Double.isNaN(millis) ? each : millis + NEWS * (each - millis);
        }
        height = number;
        since = now;
    }

    void reset() {
        height = -1;
        millis = Double.NaN;
    }

    /// Empty until two looks have seen it move.
    OptionalDouble millisPerBlock() {
        return Double.isNaN(millis) ? OptionalDouble.empty() : OptionalDouble.of(millis);
    }
}
