package io.starkbeat.query.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/// The best block height of each network, as its online nodes tell: the highest that nodes at two addresses have reached,
/// so that nobody alone can make all others lag; where all are at one address, the highest of them. Heights are unsigned.
///
/// Filled by one thread, then only read.
final class BestHeights {
    private final Map<String, Contenders> byNetwork = new HashMap<>();

    /// Takes note of an online node.
    void add(String network, String addressKey, long height) {
        Contenders contenders = byNetwork.get(network);
        if (contenders == null) {
            byNetwork.put(network, new Contenders(addressKey, height));
        } else {
            contenders.add(addressKey, height);
        }
    }

    /// The network's best height; empty when no online node reports one.
    OptionalLong of(String network) {
        Contenders contenders = byNetwork.get(network);
        return contenders == null ? OptionalLong.empty() : OptionalLong.of(contenders.best());
    }

    /// Whether any online node tells a height of the network.
    boolean knows(String network) {
        return byNetwork.containsKey(network);
    }

    /// Whether two addresses tell a height of the network: what one tells alone nobody agrees with.
    boolean isAgreed(String network) {
        Contenders contenders = byNetwork.get(network);
        return contenders != null && contenders.two;
    }

    /// How far a height lies behind the best of its network; 0 for one above, since nobody agrees with it yet.
    OptionalLong lag(String network, long height) {
        OptionalLong best = of(network);
        return best.isEmpty()
                ? best
                : OptionalLong
                        .of(Long.compareUnsigned(best.getAsLong(), height) > 0 ? best.getAsLong() - height : 0);
    }

    /// The highest addresses of a network: two are enough to know the best height.
    private static final class Contenders {
        private String first;
        private long firstHeight;
        private boolean two;
        private String second = "";
        private long secondHeight;

        Contenders(String addressKey, long height) {
            first = addressKey;
            firstHeight = height;
        }

        void add(String addressKey, long height) {
            if (addressKey.equals(first)) {
                firstHeight = higher(firstHeight, height);
            } else if (Long.compareUnsigned(height, firstHeight) > 0) {
                second = first;
                secondHeight = firstHeight;
                two = true;
                first = addressKey;
                firstHeight = height;
            } else if (!two || addressKey.equals(second) || Long.compareUnsigned(height, secondHeight) > 0) {
                secondHeight = two && addressKey.equals(second) ? higher(secondHeight, height) : height;
                second = addressKey;
                two = true;
            }
        }

        long best() {
            return two ? secondHeight : firstHeight;
        }

        private static long higher(long a, long b) {
            return Long.compareUnsigned(a, b) >= 0 ? a : b;
        }
    }
}
