package io.starkbeat.aggregator.fold;

import io.starkbeat.schemas.node.NodeId;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.peer.PeerSighting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Folds an input into the table of nodes: decides which nodes it touches, and leaves each node's own state to
/// [NodeFold].
public record PictureFold(NodeFold nodes) {

    /// What the input changes, in the order in which it is to be published; empty when it changes nothing.
    public List<NodeChange> fold(NodeInput input, FoldedSoFar soFar) {
        return switch (input) {
            case NodeInput.SessionUpdate(SessionState session) -> onSession(session, soFar);
            case NodeInput.Sighting(PeerSighting sighting) -> {
                NodeState before = soFar.node(sighting.peerId());
                yield changes(before, nodes.onSighting(before, sighting));
            }
        };
    }

    private List<NodeChange> onSession(SessionState session, FoldedSoFar soFar) {
        if (!session.hasSpoken()) {
            return List.of();
        }
        boolean continuedElsewhere = session.continuedAs() != null && session.peerId() == null;
        if (continuedElsewhere) {
            // The node without a name was a stopgap: its socket goes on under a peer id.
            return List.of(new NodeChange.Gone(NodeId.ofSession(session.sessionId())));
        }
        NodeState before = soFar.node(session.nodeId());
        List<NodeChange> changes = changes(before, nodes.onSession(before, session, soFar::session));
        if (!session.isJustNamed()) {
            return changes;
        }
        // Our gateways open a new session when a socket names itself late; another writer of the topic may not.
        List<NodeChange> withStopgap = new ArrayList<>(changes);
        withStopgap.add(new NodeChange.Gone(NodeId.ofSession(session.sessionId())));
        return withStopgap;
    }

    private static List<NodeChange> changes(@Nullable NodeState before, NodeState after) {
        return before != null && before.revision() == after.revision()
                ? List.of()
                : List.of(new NodeChange.Became(after));
    }
}
