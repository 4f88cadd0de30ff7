package io.starkbeat.aggregator.topology;

import io.starkbeat.aggregator.fold.FoldedSoFar;
import io.starkbeat.aggregator.fold.SessionState;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.node.NodeState;
import java.util.Map;
import java.util.function.BiConsumer;
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
final class FoldStore implements FoldedSoFar {
    /// The store's name; its changelog's name follows from it.
    static final String NAME = "fold-state";

    private static final RecordCodec<FoldEntry> CODEC = new RecordCodec<>("fold-entry", 1, FoldEntry.class);
    private static final String SESSION = "session/";
    private static final String NODE = "node/";

    private final KeyValueStore<String, FoldEntry> entries;

    FoldStore(KeyValueStore<String, FoldEntry> entries) {
        this.entries = entries;
    }

    static StoreBuilder<KeyValueStore<String, FoldEntry>> builder(StoreKind kind) {
        return Stores.keyValueStoreBuilder(kind.supplier(NAME), Serdes.String(), CODEC.serde())
                .withLoggingEnabled(Map.of())
                .withCachingDisabled();
    }

    @Override
    public @Nullable SessionState session(String sessionId) {
        FoldEntry entry = sessionEntry(sessionId);
        return entry == null ? null : entry.session();
    }

    /// The session with its offset.
    @Nullable
    FoldEntry sessionEntry(String sessionId) {
        return entries.get(SESSION + sessionId);
    }

    @Override
    public @Nullable NodeState node(String nodeId) {
        FoldEntry entry = entries.get(NODE + nodeId);
        return entry == null ? null : entry.node();
    }

    /// @param offset of the record that led to this state
    void put(SessionState session, long offset) {
        entries.put(SESSION + session.sessionId(), new FoldEntry(session, offset, null));
    }

    void put(NodeState node) {
        entries.put(NODE + node.nodeId(), new FoldEntry(null, null, node));
    }

    void deleteSession(String sessionId) {
        entries.delete(SESSION + sessionId);
    }

    void deleteNode(String nodeId) {
        entries.delete(NODE + nodeId);
    }

    /// Shows everything: for whoever builds an index.
    ///
    /// @param sessions with their offsets
    void forEach(BiConsumer<SessionState, Long> sessions, Consumer<NodeState> nodes) {
        try (KeyValueIterator<String, FoldEntry> all = entries.all()) {
            while (all.hasNext()) {
                KeyValue<String, FoldEntry> next = all.next();
                FoldEntry entry = next.value;
                SessionState session = entry.session();
                NodeState node = entry.node();
                Long offset = entry.offset();
                if (session != null && offset != null) {
                    sessions.accept(session, offset);
                } else if (node != null) {
                    nodes.accept(node);
                }
            }
        }
    }
}
