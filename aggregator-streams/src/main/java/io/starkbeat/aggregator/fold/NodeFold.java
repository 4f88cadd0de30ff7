package io.starkbeat.aggregator.fold;

import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.node.Claim;
import io.starkbeat.schemas.node.CurrentSession;
import io.starkbeat.schemas.node.FieldTimes;
import io.starkbeat.schemas.node.NodeSource;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.peer.PeerSighting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Folds the states of sessions, and what crawlers saw, into the state of a node.
///
/// Only the incumbent's reports change the node's fields; what it has not reported stays from earlier incumbents.
/// Telemetry and crawl are stored apart.
///
/// @param offlineAfter how long a session counts as live without being vouched for (`OFFLINE_AFTER`)
public record NodeFold(Duration offlineAfter) {
    /// How many claims a node keeps: a busy reconnecter or a crowd of impostors must not make its state grow.
    static final int MAX_CLAIMS = 16;

    /// The node after news of one of its sessions.
    ///
    /// @param before   the node so far; null when it is new
    /// @param session  the session's state, which names this node
    /// @param sessions finds the state of another session of the node, or null: when the incumbent goes, the next takes
    ///                 over with all that it has told
    /// @return the new state, one revision on; `before` itself when nothing changed
    public NodeState onSession(@Nullable NodeState before, SessionState session,
            Function<String, @Nullable SessionState> sessions) {
        NodeState base = before != null ? before : unknown(session.nodeId(), session.connectedAt());
        List<Claim> claims = withClaim(base.claims(), session);
        Instant newest = newest(base, claims);
        String current = base.session() == null ? null : base.session().id();
        Claim incumbent = IncumbentRule.incumbent(claims, current, newest, offlineAfter);
        SessionState speaker = speakerOf(incumbent, session, base, sessions);
        NodeState after = speaker == null
                ? with(base, base.fields(), base.fieldTimes(), base.country(), base.address(),
                        endedIfClosed(base, claims),
                        claims, base.lastReport())
                : spokenBy(speaker, base, claims);
        return revised(before, after);
    }

    /// The node after a crawler met it, or failed to. A sighting older than the one kept changes nothing.
    public NodeState onSighting(@Nullable NodeState before, PeerSighting sighting) {
        NodeState base = before != null ? before : unknown(sighting.peerId(), sighting.seenAt());
        if (base.p2p() != null && !sighting.seenAt().isAfter(base.p2p().seenAt())) {
            return base;
        }
        return revised(before,
                new NodeState(base.nodeId(), base.revision(), base.fields(), base.fieldTimes(), base.country(),
                        base.address(), base.session(), base.claims(), base.contested(),
                        base.verified() || sighting.reachable(), withSource(base.sources(), NodeSource.CRAWLER),
                        base.firstSeen(), base.lastReport(), sighting));
    }

    private static NodeState unknown(String nodeId, Instant firstSeen) {
        return new NodeState(nodeId, 0, Fields.EMPTY, FieldTimes.NONE, null, null, null, List.of(), false, false,
                List.of(), firstSeen, null, null);
    }

    /// Whose words count now: null when nothing new is said by whoever is the node.
    private static @Nullable SessionState speakerOf(@Nullable Claim incumbent, SessionState session, NodeState base,
            Function<String, @Nullable SessionState> sessions) {
        if (incumbent == null) {
            return null;
        }
        if (incumbent.session().equals(session.sessionId())) {
            return session;
        }
        boolean unchanged = base.session() != null && base.session().id().equals(incumbent.session());
        return unchanged ? null : sessions.apply(incumbent.session());
    }

    private static NodeState spokenBy(SessionState speaker, NodeState base, List<Claim> claims) {
        CurrentSession current = new CurrentSession(speaker.sessionId(), speaker.gateway(), speaker.addressKey(),
                speaker.connectedAt(), speaker.lastReport(), speaker.vouchedAt(), speaker.ended());
        return with(base, base.fields().overlaidBy(speaker.fields()),
                base.fieldTimes().overlaidBy(speaker.fieldTimes()),
                speaker.country() != null ? speaker.country() : base.country(),
                speaker.address() != null ? speaker.address() : base.address(), current, claims,
                later(base.lastReport(), speaker.lastReport()));
    }

    /// The current session when another one's news are folded: it may be that the claim of the current one has ended.
    private static @Nullable CurrentSession endedIfClosed(NodeState base, List<Claim> claims) {
        CurrentSession current = base.session();
        if (current == null || current.ended()) {
            return current;
        }
        boolean closed = claims.stream().anyMatch(claim -> claim.session().equals(current.id()) && claim.ended());
        return !closed
                ? current
                : new CurrentSession(current.id(), current.gateway(), current.addressKey(),
                        current.connectedAt(), current.lastReport(), current.vouchedAt(), true);
    }

    private static NodeState with(NodeState base, Fields fields, FieldTimes times, @Nullable String country,
            @Nullable String address, @Nullable CurrentSession session, List<Claim> claims,
            @Nullable Instant lastReport) {
        return new NodeState(base.nodeId(), base.revision(), fields, times, country, address, session, claims,
                base.contested(), base.verified(), withSource(base.sources(), NodeSource.TELEMETRY), base.firstSeen(),
                lastReport, base.p2p());
    }

    private static NodeState revised(@Nullable NodeState before, NodeState after) {
        if (before != null && after.equals(before)) {
            return before;
        }
        return new NodeState(after.nodeId(), after.revision() + 1, after.fields(), after.fieldTimes(), after.country(),
                after.address(), after.session(), after.claims(), after.contested(), after.verified(), after.sources(),
                after.firstSeen(), after.lastReport(), after.p2p());
    }

    /// The claims with this session's brought up to date. A claim that has ended does not come back to life.
    private List<Claim> withClaim(List<Claim> claims, SessionState session) {
        boolean ended = session.ended();
        List<Claim> updated = new ArrayList<>(claims.size() + 1);
        for (Claim claim : claims) {
            if (claim.session().equals(session.sessionId())) {
                ended = ended || claim.ended();
            } else {
                updated.add(claim);
            }
        }
        updated.add(new Claim(session.sessionId(), session.connectedAt(), session.vouchedAt(), ended,
                session.addressKey()));
        updated.sort(IncumbentRule.ORDER);
        while (updated.size() > MAX_CLAIMS) {
            updated.remove(leastWorthKeeping(updated));
        }
        return updated;
    }

    /// The claim that ended first, else the one that was vouched for least lately.
    private static Claim leastWorthKeeping(List<Claim> claims) {
        Claim least = claims.getFirst();
        for (Claim claim : claims) {
            boolean sooner = claim.vouchedAt().isBefore(least.vouchedAt());
            if (claim.ended() == least.ended() ? sooner : claim.ended()) {
                least = claim;
            }
        }
        return least;
    }

    private static Instant newest(NodeState base, List<Claim> claims) {
        Instant newest = base.lastWord();
        for (Claim claim : claims) {
            newest = claim.vouchedAt().isAfter(newest) ? claim.vouchedAt() : newest;
        }
        return newest;
    }

    private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
        return a == null ? b : b == null || a.isAfter(b) ? a : b;
    }

    private static List<NodeSource> withSource(List<NodeSource> sources, NodeSource source) {
        if (sources.contains(source)) {
            return sources;
        }
        List<NodeSource> more = new ArrayList<>(sources);
        more.add(source);
        more.sort(null);
        return more;
    }
}
