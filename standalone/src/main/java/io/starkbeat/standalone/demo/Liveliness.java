package io.starkbeat.standalone.demo;

import java.time.Duration;

/// How much goes on in a demo network.
///
/// @param blocks the mean time between two blocks
/// @param systemReports how often a node reports on its machine
/// @param leaves the mean time between two leaves; a node that left comes back
/// @param shortestLeave how long a leave lasts at least
/// @param longestLeave how long it lasts at most
/// @param reconnects the mean time between two reconnects of any node
public record Liveliness(Duration blocks, Duration systemReports, Duration leaves, Duration shortestLeave,
        Duration longestLeave, Duration reconnects) {

    /// Enough for a spectator to see something happen each minute, and little enough to look like a network in good
    /// health.
    public static final Liveliness USUAL = new Liveliness(Duration.ofSeconds(6), Duration.ofSeconds(5),
            Duration.ofSeconds(75), Duration.ofMinutes(1), Duration.ofMinutes(4), Duration.ofSeconds(40));

    public Liveliness {
        for (var each : new Duration[]{blocks, systemReports, leaves, shortestLeave, reconnects}) {
            if (each.toMillis() < 1) {
                throw new IllegalArgumentException("every time of a demo network is at least 1 ms");
            }
        }
        if (longestLeave.compareTo(shortestLeave) <= 0) {
            throw new IllegalArgumentException("the longest leave must be longer than the shortest");
        }
    }
}
