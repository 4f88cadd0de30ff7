package io.starkbeat.aggregator.fold;

import io.starkbeat.schemas.peer.PeerSighting;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Folds what crawlers saw of one peer into one sighting: how it stands by the newest, with what it told when a handshake
/// last proved it. Telemetry has no part in it.
///
/// **Hearsay is nothing.** A sighting that tells of no handshake, neither in its round nor before, is passed over: anybody
/// can name peers that there are not, to a crawler as to anyone, and neither the store nor a list is to fill with them. It is
/// passed over afterwards too, or what is folded twice after a crash would not be what is folded once.
///
/// **Nor does a memory bring back the forgotten.** Crawlers repeat that they once met a peer, as long as they remember it. Where
/// nothing else is known of the crawl, one that was met longer ago than nodes are kept would be a node for a moment each round.
final class SightingFold {
    private SightingFold() {}

    /// What is known after a sighting.
    ///
    /// @param before      what is known so far; null when no handshake has proved the peer id
    /// @param forgetAfter how long a node is kept after its last word (`FORGET_AFTER`)
    /// @return with `lastReached` and `firstSeen`; `before` when the sighting says nothing new; null as long as there is no
    ///         proof
    static @Nullable PeerSighting fold(@Nullable PeerSighting before, PeerSighting sighting, Duration forgetAfter) {
        Instant reached = lastReached(sighting);
        if (reached == null) {
            return before;
        }
        if (before == null) {
            boolean isForgotten = Duration.between(reached, sighting.seenAt()).compareTo(forgetAfter) > 0;
            return isForgotten ? null : joined(sighting, sighting, reached, firstSeen(sighting));
        }
        Instant reachedBefore = lastReached(before);
        boolean newer = sighting.seenAt().isAfter(before.seenAt());
        boolean proofIsNewer = reachedBefore == null || reached.isAfter(reachedBefore);
        Instant firstSeen = firstSeen(before).isAfter(firstSeen(sighting)) ? firstSeen(sighting) : firstSeen(before);
        PeerSighting joined = joined(newer ? sighting : before, proofIsNewer ? sighting : before,
                proofIsNewer ? reached : reachedBefore, firstSeen);
        return joined.equals(before) ? before : joined;
    }

    /// How the peer stands by one sighting, with what it told when another one reached it.
    private static PeerSighting joined(PeerSighting newest, PeerSighting told, @Nullable Instant lastReached,
            Instant firstSeen) {
        // Both lists of one sighting: of two they might be too long together for a record.
        return new PeerSighting(newest.peerId(), newest.seenAt(), newest.reachable(), told.addresses(), told.network(),
                told.agentVersion(), told.protocolVersion(), told.protocols(), told.clientType(), told.clientVersion(),
                told.blockHeight(), told.roundTripMs(), told.provenAddress(), firstSeen, lastReached,
                told.neighbours(), newest.roundsReached(), newest.roundsTried());
    }

    /// A sighting from before crawlers told that: who was reached was reached then.
    private static @Nullable Instant lastReached(PeerSighting sighting) {
        return sighting.lastReached() != null
                ? sighting.lastReached()
                : sighting.reachable() ? sighting.seenAt() : null;
    }

    private static Instant firstSeen(PeerSighting sighting) {
        Instant told = sighting.firstSeen();
        return told == null || told.isAfter(sighting.seenAt()) ? sighting.seenAt() : told;
    }
}
