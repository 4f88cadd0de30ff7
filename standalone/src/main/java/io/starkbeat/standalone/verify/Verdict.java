package io.starkbeat.standalone.verify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the oracle found.
///
/// @param log         what the log holds
/// @param gaps        where numbers of sessions' records are missing, at most [#MAX_LISTED]
/// @param nodes       how many nodes agree, and how many do not
/// @param differences field by field, at most [#MAX_LISTED]
/// @param undrained   when the aggregator did not fold the backlog in time: a sentence that says so. Then no node was
///                    compared
public record Verdict(LogCounts log, List<Gap> gaps, NodeCounts nodes, List<Difference> differences,
        Optional<String> undrained) {
    /// How many gaps and differences are listed; all are counted.
    public static final int MAX_LISTED = 10_000;

    public Verdict {
        gaps = List.copyOf(gaps);
        differences = List.copyOf(differences);
    }

    /// Whether nothing is missing, and node states and API are what the log says. Records that were repeated or belong to
    /// somebody else do not matter, since the fold passes over them.
    public boolean agrees() {
        return undrained.isEmpty() && log.missing() == 0 && nodes.disagreeing() == 0;
    }

    /// Counts of the records of `node-telemetry`: `received = folded + repeated + undecodable`.
    ///
    /// @param received    records in the log
    /// @param folded      those that the fold took
    /// @param repeated    those whose number was folded before, or whose session had ended
    /// @param undecodable those that are no session events; the aggregator passes over them too
    /// @param missing     numbers that no record has, between the first and the last record of a session
    /// @param sightings   records of `node-sightings`
    /// @param sessions    sessions of which the log holds something
    /// @param cut         those of them whose beginning it no longer holds: what they lacked before is not missing
    /// @param took        how long reading and folding took
    public record LogCounts(long received, long folded, long repeated, long undecodable, long missing, long sightings,
            long sessions, long cut, Duration took) {

        static final LogCounts NONE = new LogCounts(0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO);

        LogCounts plus(LogCounts more) {
            return new LogCounts(received + more.received, folded + more.folded, repeated + more.repeated,
                    undecodable + more.undecodable, missing + more.missing, sightings + more.sightings,
                    sessions + more.sessions, cut + more.cut, took.plus(more.took));
        }

        LogCounts within(Duration time) {
            return new LogCounts(received, folded, repeated, undecodable, missing, sightings, sessions, cut, time);
        }
    }

    /// Counts of nodes; each is counted once.
    ///
    /// @param agreeing     log, `node-state` and API say the same
    /// @param olderThanLog their beginning is no longer in the log, and they agree with what it holds
    /// @param forgotten    the log tells of them, but they were due to be forgotten, and are
    /// @param different    `node-state` is not what the log says
    /// @param onlyInLog    the log tells of them, `node-state` has none such
    /// @param onlyInState  `node-state` has them, and the log, which would reach back far enough, does not
    /// @param wrongInApi   `node-state` is what the log says, and the API is not
    public record NodeCounts(long agreeing, long olderThanLog, long forgotten, long different, long onlyInLog,
            long onlyInState, long wrongInApi) {

        /// None was compared.
        public static final NodeCounts NONE = new NodeCounts(0, 0, 0, 0, 0, 0, 0);

        /// Nodes of which not all say the same.
        public long disagreeing() {
            return different + onlyInLog + onlyInState + wrongInApi;
        }
    }

    /// Records of a session that are not there.
    ///
    /// @param session   whose
    /// @param node      the node that it is, as far as the log tells
    /// @param after     the number of the record before the gap
    /// @param next      the number of the record behind it
    /// @param partition where that one lies
    /// @param offset    where that one lies
    public record Gap(String session, String node, long after, long next, int partition, long offset) {
        public long missing() {
            return next - after - 1;
        }
    }

    /// One field of one node on which not all agree.
    ///
    /// @param node  its id
    /// @param field the field by its name in `node-state`, or in the API where that differs alone
    /// @param log   what the fold of the log says
    /// @param state what `node-state` says
    /// @param api   what the API says; empty where it was not asked or does not show the field
    public record Difference(String node, String field, String log, String state, Optional<String> api) {}
}
