package io.starkbeat.aggregator.fold;

import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.peer.PeerSighting;
import io.starkbeat.schemas.session.SessionEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The fold over plain maps: what the topology does, without Kafka.
class Tables implements FoldedSoFar {
    static final Duration OFFLINE_AFTER = Duration.ofSeconds(90);
    static final Duration FORGET_AFTER = Duration.ofDays(30);

    final Map<String, NodeState> nodes = new TreeMap<>();
    final Map<String, SessionState> sessions = new TreeMap<>();
    private final PictureFold fold = new PictureFold(new NodeFold(OFFLINE_AFTER, FORGET_AFTER));

    static Tables folded(List<LogRecord> log) {
        Tables tables = new Tables();
        log.forEach(tables::fold);
        return tables;
    }

    Tables fold(LogRecord record) {
        return switch (record) {
            case LogRecord.Telemetry(SessionEvent event) -> fold(event);
            case LogRecord.Crawl(PeerSighting sighting) -> fold(sighting);
        };
    }

    Tables fold(SessionEvent event) {
        SessionState before = sessions.get(event.sessionId());
        SessionState session = SessionFold.fold(before, event);
        boolean repeated = before != null && before.seq() == session.seq();
        if (!repeated) {
            put(session);
        }
        apply(new NodeInput.SessionUpdate(session, repeated));
        return this;
    }

    Tables fold(PeerSighting sighting) {
        apply(new NodeInput.Sighting(sighting));
        return this;
    }

    private void apply(NodeInput input) {
        for (NodeChange change : fold.fold(input, this)) {
            switch (change) {
                case NodeChange.Became(NodeState state) -> put(state);
                case NodeChange.Gone(String nodeId) -> delete(nodeId);
            }
        }
    }

    void put(SessionState session) {
        sessions.put(session.sessionId(), session);
    }

    void put(NodeState node) {
        nodes.put(node.nodeId(), node);
    }

    void delete(String nodeId) {
        nodes.remove(nodeId);
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
