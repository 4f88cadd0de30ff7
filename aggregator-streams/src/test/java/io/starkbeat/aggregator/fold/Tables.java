package io.starkbeat.aggregator.fold;

import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.peer.PeerSighting;
import io.starkbeat.schemas.session.SessionEvent;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// The fold over plain maps: what the topology does, without Kafka.
final class Tables implements FoldedSoFar {
    static final Duration OFFLINE_AFTER = Duration.ofSeconds(90);

    final Map<String, NodeState> nodes = new TreeMap<>();
    final Map<String, SessionState> sessions = new TreeMap<>();
    private final PictureFold fold = new PictureFold(new NodeFold(OFFLINE_AFTER));

    Tables fold(SessionEvent event) {
        SessionState session = SessionFold.fold(sessions.get(event.sessionId()), event);
        sessions.put(event.sessionId(), session);
        apply(new NodeInput.SessionUpdate(session));
        return this;
    }

    Tables fold(PeerSighting sighting) {
        apply(new NodeInput.Sighting(sighting));
        return this;
    }

    private void apply(NodeInput input) {
        for (NodeChange change : fold.fold(input, this)) {
            switch (change) {
                case NodeChange.Became(NodeState state) -> nodes.put(state.nodeId(), state);
                case NodeChange.Gone(String nodeId) -> nodes.remove(nodeId);
            }
        }
    }

    @Override
    public NodeState node(String nodeId) {
        return nodes.get(nodeId);
    }

    @Override
    public SessionState session(String sessionId) {
        return sessions.get(sessionId);
    }
}
