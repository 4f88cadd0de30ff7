package io.starkbeat.crawler.libp2p.headers;

import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Layer;
import java.util.OptionalLong;

/// Finds the highest block that a peer has. Nobody can be asked for it, only whether there is a block of some number: so
/// from where the chain was last seen by steps that double, then by halves. A chain that has grown by n blocks since takes
/// about 2·log₂ n questions.
public final class HeadSearch {
    /// No chain gets there: at a block a second in 136 years. A peer that has this block has every block it is asked for.
    public static final long MAX_HEIGHT = 1L << 32;

    /// Whether the peer has the block of this number.
    @FunctionalInterface
    public interface Probe {
        boolean has(long number) throws DialException;
    }

    private HeadSearch() {}

    /// Asks until it is known.
    ///
    /// @param from the number to begin at, 0 to [#MAX_HEIGHT]: the last known height, or 0
    /// @return the number of the highest block, or empty when the peer has none at all
    /// @throws DialException.Violation if the peer's chain has no end
    public static OptionalLong find(long from, Probe probe) throws DialException {
        if (from < 0 || from > MAX_HEIGHT) {
            throw new IllegalArgumentException("no chain has a block " + from);
        }
        return probe.has(from) ? OptionalLong.of(above(from, probe)) : below(from, probe);
    }

    private static long above(long from, Probe probe) throws DialException {
        long has = from;
        for (long step = 1;; step *= 2) {
            long next = Math.min(has + step, MAX_HEIGHT);
            if (!probe.has(next)) {
                return between(has, next, probe);
            }
            if (next == MAX_HEIGHT) {
                throw new DialException.Violation(Layer.HEADERS, "a chain without an end");
            }
            has = next;
        }
    }

    private static OptionalLong below(long from, Probe probe) throws DialException {
        long lacks = from;
        for (long step = 1; lacks > 0; step *= 2) {
            long next = Math.max(lacks - step, 0);
            if (probe.has(next)) {
                return OptionalLong.of(between(next, lacks, probe));
            }
            lacks = next;
        }
        return OptionalLong.empty();
    }

    private static long between(long has, long lacks, Probe probe) throws DialException {
        long low = has;
        long high = lacks;
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            if (probe.has(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
