package io.starkbeat.query.network;

import java.util.Arrays;

/// The lags of some nodes, in blocks, unsigned. Not thread-safe.
final class Lags {
    private long[] flipped = new long[16];
    private int count;
    private int zeros;

    void add(long lag) {
        if (count == flipped.length) {
            flipped = Arrays.copyOf(flipped, 2 * count);
        }
        // With its highest bit turned a signed number sorts as the unsigned one.
        flipped[count++] = lag ^ Long.MIN_VALUE;
        zeros += lag == 0 ? 1 : 0;
    }

    int count() {
        return count;
    }

    /// How many do not lag.
    int zeros() {
        return zeros;
    }

    /// The lag that half of them do not exceed: of two in the middle the lower.
    ///
    /// @throws IllegalStateException when there are none
    long median() {
        if (count == 0) {
            throw new IllegalStateException("there is no median of nothing");
        }
        long[] sorted = Arrays.copyOf(flipped, count);
        Arrays.sort(sorted);
        return sorted[(count - 1) / 2] ^ Long.MIN_VALUE;
    }
}
