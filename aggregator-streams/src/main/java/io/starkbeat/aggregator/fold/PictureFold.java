package io.starkbeat.aggregator.fold;

import io.starkbeat.schemas.node.NodeId;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.peer.PeerSighting;
import java.util.List;

/// Folds an input into the table of nodes: decides which nodes it touches, and leaves each node's own state to
/// [NodeFold].
public record PictureFold(NodeFold nodes) {

    /// What the input changes, in the order in which it is to be published; empty when it changes nothing. An input that was
    /// folded before gives the present state again, and again says which stopgap is gone: readers can do no wrong with it.
    public List<NodeChange> fold(NodeInput input, FoldedSoFar soFar) {
        return switch (input) {
            case NodeInput.SessionUpdate(SessionState session, boolean repeated) -> onSession(session, repeated, soFar);
            case NodeInput.Sighting(PeerSighting sighting) -> onSighting(sighting, soFar);
        };
    }

    private List<NodeChange> onSighting(PeerSighting sighting, FoldedSoFar soFar) {
        NodeState after = nodes.onSighting(soFar.node(sighting.peerId()), sighting);
        // A sighting that changes nothing is an old one, hearsay, or one that is read again after a crash.
        return after == null ? List.of() : List.of(new NodeChange.Became(after));
    }

    private List<NodeChange> onSession(SessionState session, boolean repeated, FoldedSoFar soFar) {
        if (!session.hasSpoken()) {
            return List.of();
        }
        boolean continuedElsewhere = session.continuedAs() != null && session.peerId() == null;
        if (continuedElsewhere) {
            // The node without a name was a stopgap: its socket goes on under a peer id.
            return List.of(new NodeChange.Gone(NodeId.ofSession(session.sessionId())));
        }
        NodeState before = soFar.node(session.nodeId());
        NodeState after = nodes.onSession(before, session, soFar::session);
        boolean unchanged = before != null && before.revision() == after.revision();
        // Our gateways open a new session when a socket names itself late; another writer of the topic may not.
        boolean hadStopgap = session.isJustNamed() || repeated && session.namedSeq() != null;
        if (unchanged && !repeated) {
            return hadStopgap ? List.of(stopgapGone(session)) : List.of();
        }
        NodeChange became = new NodeChange.Became(after);
        return hadStopgap ? List.of(became, stopgapGone(session)) : List.of(became);
    }

    private static NodeChange stopgapGone(SessionState session) {
        return new NodeChange.Gone(NodeId.ofSession(session.sessionId()));
    }
}
