package io.starkbeat.aggregator.topology;

import io.starkbeat.aggregator.fold.FoldedSoFar;
import io.starkbeat.aggregator.fold.SessionState;
import io.starkbeat.kit.intake.PoisonMetrics;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.codec.UndecodableRecordException;
import io.starkbeat.schemas.intake.PoisonReason;
import io.starkbeat.schemas.node.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/// The two tables of the fold, sessions and nodes, in **one** store with one changelog.
///
/// One, because a crash cuts a changelog off somewhere: under at-least-once two changelogs are cut off at two places, and a
/// node would meet the state of a session from later on; with one, whatever is restored is the tables as they stood after
/// some record (`docs/decisions/0006-one-store.md`).
///
/// The store holds bytes, of a node exactly those that are published, so that a state is encoded once. What was used last
/// is kept as objects beside it. There is one of these for each task and start: whoever writes to the store in another
/// way is not noticed.
final class FoldStore implements FoldedSoFar {
    /// The store's name; its changelog's name follows from it.
    static final String NAME = "fold-state";

    private static final RecordCodec<SessionEntry> SESSION_ENTRY = new RecordCodec<>("session-entry", 1,
            SessionEntry.class, SessionEntryWriter::write);
    private static final String SESSION = "session/";
    private static final String NODE = "node/";

    /// Of each table and task. All of a network of ten thousand nodes at twelve tasks; some 4 kB a node with its session.
    private static final int KEPT_AS_OBJECTS = 1024;

    private final KeyValueStore<String, byte[]> entries;
    private final PoisonMetrics poison;
    private final Recent<SessionEntry> recentSessions = new Recent<>(KEPT_AS_OBJECTS);
    private final Recent<NodeState> recentNodes = new Recent<>(KEPT_AS_OBJECTS);

    FoldStore(KeyValueStore<String, byte[]> entries, PoisonMetrics poison) {
        this.entries = entries;
        this.poison = poison;
    }

    static StoreBuilder<KeyValueStore<String, byte[]>> builder(StoreKind kind) {
        return Stores.keyValueStoreBuilder(kind.supplier(NAME), Serdes.String(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of())
                .withCachingDisabled();
    }

    @Override
    public @Nullable SessionState session(String sessionId) {
        SessionEntry entry = sessionEntry(sessionId);
        return entry == null ? null : entry.session();
    }

    /// The session with its offset.
    @Nullable
    SessionEntry sessionEntry(String sessionId) {
        SessionEntry recent = recentSessions.get(sessionId);
        if (recent != null) {
            return recent;
        }
        byte[] stored = entries.get(SESSION + sessionId);
        if (stored == null) {
            return null;
        }
        SessionEntry read = SESSION_ENTRY.decode(stored);
        recentSessions.put(sessionId, read);
        return read;
    }

    @Override
    public @Nullable NodeState node(String nodeId) {
        NodeState recent = recentNodes.get(nodeId);
        if (recent != null) {
            return recent;
        }
        byte[] stored = entries.get(NODE + nodeId);
        if (stored == null) {
            return null;
        }
        NodeState read = RecordCodec.NODE_STATE.decode(stored);
        recentNodes.put(nodeId, read);
        return read;
    }

    void put(SessionEntry entry) {
        String id = entry.session().sessionId();
        entries.put(SESSION + id, SESSION_ENTRY.encode(entry));
        recentSessions.put(id, entry);
    }

    /// Keeps a node's state.
    ///
    /// @return the state as it is to be published
    byte[] put(NodeState node) {
        byte[] encoded = RecordCodec.NODE_STATE.encode(node);
        entries.put(NODE + node.nodeId(), encoded);
        recentNodes.put(node.nodeId(), node);
        return encoded;
    }

    void deleteSession(String sessionId) {
        recentSessions.remove(sessionId);
        entries.delete(SESSION + sessionId);
    }

    void deleteNode(String nodeId) {
        recentNodes.remove(nodeId);
        entries.delete(NODE + nodeId);
    }

    /// Shows everything: for whoever builds an index. What somebody else has written into the changelog and is no entry is
    /// removed; the log's next records make the session or node anew, as far as they tell.
    void forEach(Consumer<SessionEntry> sessions, Consumer<NodeState> nodes) {
        List<String> foreign = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = entries.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> next = all.next();
                if (!show(next.key, next.value, sessions, nodes)) {
                    foreign.add(next.key);
                }
            }
        }
        foreign.forEach(entries::delete);
    }

    private boolean show(String key, byte[] value, Consumer<SessionEntry> sessions, Consumer<NodeState> nodes) {
        try {
            if (key.startsWith(SESSION)) {
                SessionEntry entry = SESSION_ENTRY.decode(value);
                if (key.equals(SESSION + entry.session().sessionId())) {
                    sessions.accept(entry);
                    return true;
                }
            } else if (key.startsWith(NODE)) {
                NodeState node = RecordCodec.NODE_STATE.decode(value);
                if (key.equals(NODE + node.nodeId())) {
                    nodes.accept(node);
                    return true;
                }
            }
            poison.passedOver(NAME, "in the changelog", PoisonReason.WRONG_KEY,
                    "its key is not that of its value");
        } catch (UndecodableRecordException e) {
            poison.passedOver(NAME, "in the changelog", PoisonReason.UNDECODABLE,
                    "it is " + e.getMessage());
        }
        return false;
    }
}
