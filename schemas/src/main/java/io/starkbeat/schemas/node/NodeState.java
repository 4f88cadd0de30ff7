package io.starkbeat.schemas.node;

import io.starkbeat.schemas.codec.MillisecondTime;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.peer.PeerSighting;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Everything known about one node: the value of the topic `node-state`. A pure function of the records folded so far; what
/// depends on the present (online or not, lag) is derived by who reads it.
///
/// @param nodeId     the peer id in base58, or `session:` and the session id
/// @param revision   1, 2, 3, … with each state of the node
/// @param fields     what the node's current and earlier sessions reported, newest last
/// @param fieldTimes when each group of them was last reported
/// @param country    ISO 3166-1 alpha-2 of the current session's address, where known
/// @param address    the current session's address, as `NODE_IP` allows
/// @param session    the session whose reports make the state; null when only a crawler knows the node
/// @param claims     the sessions that name this node, by when they were opened; bounded
/// @param contested  whether a live session from another address claims to be this node
/// @param verified   whether a handshake proved the peer id, and `address` is not known to be another than that at which it
///                   did
/// @param sources    where the knowledge comes from
/// @param firstSeen  the earliest time that any record about the node tells: a session's opening, or what a crawler that met
///                   it says of when it was first heard of
/// @param lastReport the receive time of the newest report of the sessions that are, or were, the node
/// @param p2p        how it stands with crawlers: their newest sighting, with what the node told when a handshake last
///                   proved its peer id (`lastReached`, of which are also `blockHeight` and `roundTripMs`). Null until one
///                   has: what others say of a peer that nobody met counts for nothing
public record NodeState(
        String nodeId,
        long revision,
        Fields fields,
        FieldTimes fieldTimes,
        @Nullable String country,
        @Nullable String address,
        @Nullable CurrentSession session,
        List<Claim> claims,
        boolean contested,
        boolean verified,
        List<NodeSource> sources,
        Instant firstSeen,
        @Nullable Instant lastReport,
        @Nullable PeerSighting p2p) {

    @SuppressWarnings("NullAway") // absent in the record when empty
    public NodeState {
        Objects.requireNonNull(nodeId, "node_id is missing");
        firstSeen = MillisecondTime.truncated(Objects.requireNonNull(firstSeen, "first_seen is missing"));
        fields = fields == null ? Fields.EMPTY : fields;
        fieldTimes = fieldTimes == null ? FieldTimes.NONE : fieldTimes;
        claims = claims == null ? List.of() : List.copyOf(claims);
        sources = sources == null ? List.of() : List.copyOf(sources);
        lastReport = lastReport == null ? null : MillisecondTime.truncated(lastReport);
    }

    /// The newest time at which anything was heard of the node: ages count from here. That a crawler did not reach it, or
    /// others named it, is no word of its own.
    public Instant lastWord() {
        Instant newest = session != null ? session.vouchedAt() : firstSeen;
        for (Claim claim : claims) {
            newest = claim.vouchedAt().isAfter(newest) ? claim.vouchedAt() : newest;
        }
        Instant met = p2p == null ? null : p2p.lastReached();
        return met != null && met.isAfter(newest) ? met : newest;
    }
}
