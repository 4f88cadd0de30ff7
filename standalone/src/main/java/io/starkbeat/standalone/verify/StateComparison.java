package io.starkbeat.standalone.verify;

import io.starkbeat.aggregator.fold.NodeFold;
import io.starkbeat.schemas.codec.RecordMapper;
import io.starkbeat.schemas.node.NodeState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Holds a state of `node-state` against what the fold of the log allows. Pure.
final class StateComparison {
    private static final Pattern CLAIM = Pattern.compile("(claims\\[.*])\\.[a-z_]+");
    /// What sightings alone decide, and what they decide together with telemetry. Everything else is telemetry's.
    private static final String SIGHTINGS = "p2p";
    private static final Set<String> SHARED = Set.of("sources", "first_seen");
    /// Follows from what the state says of both.
    private static final String VERIFIED = "verified";
    private static final String FIRST_MET = "p2p.first_seen";

    private StateComparison() {}

    /// The outcome for one node.
    sealed interface Outcome {
        /// The state is one of those that are right.
        record Agrees() implements Outcome {}

        /// The node is older than the log, and the state agrees with what the log holds.
        record AgreesAsFarAsKnown() implements Outcome {}

        /// The state is none of those.
        ///
        /// @param places  where it differs from the one that is nearest to it
        /// @param nearest that one
        /// @param actual  the state
        record Differs(Set<String> places, Flat nearest, Flat actual) implements Outcome {}
    }

    /// Compares.
    ///
    /// @param folded         what the fold allows; it knows the node
    /// @param isBeforeTheLog whether what was received then is no longer in the log
    static Outcome compare(FoldedNode folded, NodeState actual, Predicate<Instant> isBeforeTheLog) {
        Flat state = Flat.of(actual);
        List<Flat> accepted = folded.accepted().stream().map(Flat::of).toList();
        boolean verifiedFollows = actual.verified() == NodeFold.isVerified(actual.p2p(), actual.address());
        if (verifiedFollows && isOneOf(accepted, state)) {
            return new Outcome.Agrees();
        }
        NodeState newest = folded.accepted().getLast();
        // Of sightings compaction keeps the last only: the one that proved the peer id, or the first, may be gone.
        boolean sightingsGone = actual.p2p() != null && (newest.p2p() == null || !newest.p2p().reachable()
                || actual.firstSeen().isBefore(newest.firstSeen())
                || !state.at(FIRST_MET).equals(Flat.of(newest).at(FIRST_MET)));
        boolean telemetryGone = folded.cut() || isBeforeTheLog.test(actual.firstSeen());
        List<Set<String>> contradictions = new ArrayList<>();
        for (Flat log : accepted) {
            Set<String> places = differences(log, state);
            places.removeIf(place -> sightingsGone && isUnknown(place, log, state) && isOfSightings(place)
                    || telemetryGone && mayBeRight(place, log, state, isBeforeTheLog));
            if (!verifiedFollows) {
                places.add(VERIFIED);
            }
            contradictions.add(places);
        }
        if ((telemetryGone || sightingsGone) && contradictions.stream().anyMatch(Set::isEmpty)) {
            return new Outcome.AgreesAsFarAsKnown();
        }
        int nearest = 0;
        for (int i = 1; i < accepted.size(); i++) {
            nearest = contradictions.get(i).size() <= contradictions.get(nearest).size() ? i : nearest;
        }
        return new Outcome.Differs(contradictions.get(nearest), accepted.get(nearest), state);
    }

    /// Whether the state is right. How far the aggregator had come in telemetry and how far in sightings is known of each
    /// alone, so what each decides may be of another moment.
    private static boolean isOneOf(List<Flat> accepted, Flat state) {
        List<Set<String>> differences = accepted.stream().map(each -> differences(each, state)).toList();
        if (differences.stream().anyMatch(Set::isEmpty)) {
            return true;
        }
        List<Predicate<String>> parts = new ArrayList<>();
        parts.add(place -> !isOfSightings(place));
        parts.add(place -> SIGHTINGS.equals(root(place)));
        SHARED.forEach(name -> parts.add(place -> root(place).equals(name)));
        return parts.stream()
                .allMatch(part -> differences.stream().anyMatch(places -> places.stream().noneMatch(part)));
    }

    private static String root(String place) {
        return place.split("[.\\[]", 2)[0];
    }

    /// But for what follows from the state itself.
    private static Set<String> differences(Flat log, Flat state) {
        Set<String> places = log.differences(state);
        places.remove(VERIFIED);
        return places;
    }

    private static boolean isOfSightings(String place) {
        return SIGHTINGS.equals(root(place)) || SHARED.contains(root(place));
    }

    /// Whether the state knows more there than the log: what the log has not, or an earlier beginning.
    private static boolean isUnknown(String place, Flat log, Flat state) {
        return !log.has(place) || (place.equals("first_seen") || place.equals(FIRST_MET))
                && state.at(place).compareTo(log.at(place)) <= 0;
    }

    /// Whether a state may be right there though the log that is left of its node says otherwise: it may know more than the
    /// log, and say of what the log has only from an `alive` that it is older.
    private static boolean mayBeRight(String place, Flat log, Flat state, Predicate<Instant> isBeforeTheLog) {
        return isUnknown(place, log, state)
                || mayBeOlder(place) && isBefore(state.at(place), isBeforeTheLog)
                || isUnknownBeginning(place, log)
                || isOfAnotherReport(place, log, state)
                || isClaimPushedOut(place, log, state);
    }

    private static boolean mayBeOlder(String place) {
        return place.startsWith("field_times.") || place.equals("last_report") || place.equals("session.last_report");
    }

    /// The node's own time stands beside the receive time of the same report; of another one it is another.
    private static boolean isOfAnotherReport(String place, Flat log, Flat state) {
        return place.equals("session.last_reported_at")
                && !log.at("session.last_report").equals(state.at("session.last_report"));
    }

    private static boolean isBefore(String time, Predicate<Instant> isBeforeTheLog) {
        return !time.isEmpty() && isBeforeTheLog.test(RecordMapper.parse(time));
    }

    /// Without the opening, or an `alive` that repeats it, the log cannot tell when a session was opened.
    private static boolean isUnknownBeginning(String place, Flat log) {
        if (!place.endsWith(".connected_at")) {
            return false;
        }
        return !log.has(place.replaceFirst("connected_at$", "address_key"));
    }

    /// A state keeps so many claims only, and the log knows nothing of those that pushed this one out.
    private static boolean isClaimPushedOut(String place, Flat log, Flat state) {
        Matcher claim = CLAIM.matcher(place);
        return claim.matches() && !state.has(claim.group(1) + ".session") && claims(state) >= claims(log);
    }

    private static long claims(Flat state) {
        return state.values().keySet().stream()
                .filter(place -> place.startsWith("claims[") && place.endsWith("].session"))
                .count();
    }

    /// The places of a difference in the order in which people look for them: the fields first.
    static List<String> inOrder(Set<String> places) {
        return places.stream()
                .sorted(Comparator.comparing((String place) -> !place.startsWith("fields."))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }
}
