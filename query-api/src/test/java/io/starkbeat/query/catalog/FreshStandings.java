package io.starkbeat.query.catalog;

/// For tests that cannot bear what an index may answer in service: standings of a moment ago.
public final class FreshStandings {
    private FreshStandings() {}

    /// How all nodes of an index stand now. It may take as long as the index rests, 50 ms at most.
    public static Standings of(NodeIndex index) {
        Standings standings = index.standings();
        while (!index.holds(standings)) {
            Thread.onSpinWait();
            standings = index.standings();
        }
        return standings;
    }
}
