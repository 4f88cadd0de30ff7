package io.starkbeat.aggregator.fold;

import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.node.Claim;
import io.starkbeat.schemas.node.CurrentSession;
import io.starkbeat.schemas.node.FieldTimes;
import io.starkbeat.schemas.node.NodeSource;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.peer.PeerSighting;
import io.starkbeat.schemas.peer.ProvenAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Folds the states of sessions, and what crawlers saw, into the state of a node.
///
/// Only the incumbent's reports change the node's fields; what it has not reported stays from earlier incumbents.
/// Telemetry and crawl are stored apart, and neither looks at the other: in whichever order the two topics happen to be
/// read, the node comes out the same.
///
/// @param offlineAfter how long a session counts as live without being vouched for (`OFFLINE_AFTER`)
/// @param forgetAfter  how long a node is kept after its last word (`FORGET_AFTER`)
public record NodeFold(Duration offlineAfter, Duration forgetAfter) {

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
        List<Claim> claims = Claims.with(base.claims(), session);
        IncumbentRule rule = new IncumbentRule(newest(base, claims), offlineAfter);
        String current = base.session() == null ? null : base.session().id();
        Claim incumbent = rule.incumbent(claims, current);
        SessionState speaker = speakerOf(incumbent, session, current, sessions);
        return revised(before, speaker == null
                ? claimed(base, session, claims, incumbent, rule)
                : spoken(base, session, claims, incumbent, rule, speaker));
    }

    /// The node after a crawler met it, or failed to; see [SightingFold].
    ///
    /// @return null when there is no such node, and none comes of it, since no handshake has proved the peer id, or none
    ///         since nodes are forgotten; `before` itself when nothing changed
    public @Nullable NodeState onSighting(@Nullable NodeState before, PeerSighting sighting) {
        PeerSighting p2p = SightingFold.fold(before == null ? null : before.p2p(), sighting, forgetAfter);
        if (p2p == null) {
            return before;
        }
        // The fold of sightings always tells it.
        Instant firstSeen = p2p.firstSeen() == null ? p2p.seenAt() : p2p.firstSeen();
        NodeState base = before != null ? before : unknown(sighting.peerId(), firstSeen);
        return revised(before,
                new NodeState(base.nodeId(), base.revision(), base.fields(), base.fieldTimes(), base.country(),
                        base.address(), base.session(), base.claims(), base.contested(), base.verified(),
                        withSource(base.sources(), NodeSource.CRAWLER), earlier(base.firstSeen(), firstSeen),
                        base.lastReport(), p2p));
    }

    /// Whether a handshake proved the peer id, and the node that reports under it is not known to be at another address: a
    /// pure function of what the two sides say, whichever came first.
    public static boolean isVerified(@Nullable PeerSighting p2p, @Nullable String address) {
        return p2p != null && ProvenAddress.of(p2p.provenAddress())
                .map(proven -> proven.likeness(address) != ProvenAddress.Likeness.OTHER)
                .orElse(true);
    }

    private static NodeState unknown(String nodeId, Instant firstSeen) {
        return new NodeState(nodeId, 0, Fields.EMPTY, FieldTimes.NONE, null, null, null, List.of(), false, false,
                List.of(), firstSeen, null, null);
    }

    /// Whose words count now: null when nothing new is said by whoever is the node.
    private static @Nullable SessionState speakerOf(Claim incumbent, SessionState session, @Nullable String current,
            Function<String, @Nullable SessionState> sessions) {
        if (incumbent.session().equals(session.sessionId())) {
            return session;
        }
        return incumbent.session().equals(current) ? null : sessions.apply(incumbent.session());
    }

    /// Somebody else than the incumbent made itself heard.
    private static NodeState claimed(NodeState base, SessionState session, List<Claim> claims, Claim incumbent,
            IncumbentRule rule) {
        return new NodeState(base.nodeId(), base.revision(), base.fields(), base.fieldTimes(), base.country(),
                base.address(), base.session(), Claims.bounded(claims, incumbent, rule),
                rule.isContested(claims, incumbent), base.verified(),
                withSource(base.sources(), NodeSource.TELEMETRY), earlier(base.firstSeen(), session.connectedAt()),
                base.lastReport(), base.p2p());
    }

    private static NodeState spoken(NodeState base, SessionState session, List<Claim> claims, Claim incumbent,
            IncumbentRule rule, SessionState speaker) {
        // The claim remembers what a session's state that had to begin anew does not.
        CurrentSession current = new CurrentSession(speaker.sessionId(), speaker.gateway(), incumbent.addressKey(),
                incumbent.connectedAt(), speaker.lastReport(), speaker.lastReportedAt(), incumbent.vouchedAt(),
                incumbent.ended());
        boolean addressKnown = speaker.addressKey() != null;
        return new NodeState(base.nodeId(), base.revision(), base.fields().overlaidBy(speaker.fields()),
                base.fieldTimes().overlaidBy(speaker.fieldTimes()),
                addressKnown ? speaker.country() : base.country(), addressKnown ? speaker.address() : base.address(),
                current, Claims.bounded(claims, incumbent, rule), rule.isContested(claims, incumbent),
                base.verified(), withSource(base.sources(), NodeSource.TELEMETRY),
                earlier(base.firstSeen(), session.connectedAt()), later(base.lastReport(), speaker.lastReport()),
                base.p2p());
    }

    private static NodeState revised(@Nullable NodeState before, NodeState after) {
        boolean verified = isVerified(after.p2p(), after.address());
        NodeState judged = after.verified() == verified ? after : with(after, after.revision(), verified);
        return before != null && judged.equals(before) ? before : with(judged, judged.revision() + 1, verified);
    }

    private static NodeState with(NodeState state, long revision, boolean verified) {
        return new NodeState(state.nodeId(), revision, state.fields(), state.fieldTimes(), state.country(),
                state.address(), state.session(), state.claims(), state.contested(), verified, state.sources(),
                state.firstSeen(), state.lastReport(), state.p2p());
    }

    /// The newest receive time seen in telemetry. A crawler's clock has no say in which session is live.
    private static Instant newest(NodeState base, List<Claim> claims) {
        Instant newest = base.session() == null ? Instant.MIN : base.session().vouchedAt();
        for (Claim claim : claims) {
            newest = claim.vouchedAt().isAfter(newest) ? claim.vouchedAt() : newest;
        }
        return newest;
    }

    private static Instant earlier(Instant a, Instant b) {
        return b.isBefore(a) ? b : a;
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
