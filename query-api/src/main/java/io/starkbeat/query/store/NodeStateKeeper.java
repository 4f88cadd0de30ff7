package io.starkbeat.query.store;

import io.starkbeat.query.metrics.QueryMetrics;
import io.starkbeat.query.metrics.QueryMetrics.RecordOutcome;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.codec.RecordHeaders;
import io.starkbeat.schemas.codec.UndecodableRecordException;
import io.starkbeat.schemas.node.NodeState;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the store as the topic says. A record that cannot be read is counted, and its node is not known until a readable
/// one follows: so the store is a function of the newest record of each key, the same on every replica and after every
/// restart, whatever compaction has left.
///
/// So a restore need not read what a newer record of the same key follows: it keeps bytes, and reads them when the
/// partition's end is reached. The topic holds each state of the last hour at least, of which a thousand nodes that report
/// once a second leave millions.
///
/// Kafka Streams makes a processor for the restore and another for what comes afterwards, and calls both on its one thread,
/// one behind the other; what they have in common is this.
final class NodeStateKeeper implements RestoreProgress.Restored {
    private static final Logger log = LoggerFactory.getLogger(NodeStateKeeper.class);

    private final String storeName;
    private final NodeStateListener listener;
    private final QueryMetrics metrics;
    /// The keys whose newest bytes are in the store and were not read yet; of the partition that is being restored.
    private final Set<String> unread = new LinkedHashSet<>();
    private boolean restoring;
    private KeyValueStore<String, byte[]> store;

    @SuppressWarnings("NullAway.Init") // the store is there before anything is read or restored
    NodeStateKeeper(String storeName, NodeStateListener listener, QueryMetrics metrics) {
        this.storeName = storeName;
        this.listener = listener;
        this.metrics = metrics;
    }

    /// Hands on the records that Kafka Streams gives to it.
    Processor<String, byte[], Void, Void> processor() {
        return new Processor<>() {
            @Override
            public void init(ProcessorContext<Void, Void> context) {
                store = context.getStateStore(storeName);
            }

            @Override
            public void process(Record<String, byte[]> record) {
                keep(record);
            }
        };
    }

    private void keep(Record<String, byte[]> record) {
        String nodeId = record.key();
        byte[] json = record.value();
        if (nodeId == null) {
            poisoned("it has no key", null);
            return;
        }
        if (unread.remove(nodeId)) {
            metrics.nodeStateRecord(RecordOutcome.SUPERSEDED);
        }
        if (json == null) {
            metrics.nodeStateRecord(RecordOutcome.TOMBSTONE);
            forget(nodeId);
        } else if (!RecordHeaders.allows(schemaOf(record), RecordCodec.NODE_STATE)) {
            poisoned(nodeId + " has a header schema that is not node-state's", null);
            forget(nodeId);
        } else if (restoring) {
            store.put(nodeId, json);
            unread.add(nodeId);
        } else {
            take(nodeId, json);
        }
    }

    private static byte @Nullable [] schemaOf(Record<String, byte[]> record) {
        Header schema = record.headers().lastHeader(RecordHeaders.SCHEMA);
        return schema == null ? null : schema.value();
    }

    @Override
    public void begins() {
        restoring = true;
    }

    @Override
    public void ends() {
        restoring = false;
        unread.forEach(nodeId -> {
            byte[] json = store.get(nodeId);
            if (json != null) {
                take(nodeId, json);
            }
        });
        unread.clear();
    }

    private void take(String nodeId, byte[] json) {
        NodeState state;
        try {
            state = RecordCodec.NODE_STATE.decode(json);
        } catch (UndecodableRecordException e) {
            poisoned(nodeId + " is " + e.getMessage(), null);
            forget(nodeId);
            return;
        }
        if (!nodeId.equals(state.nodeId())) {
            poisoned(nodeId + " holds the state of " + state.nodeId(), null);
            forget(nodeId);
            return;
        }
        try {
            store.put(nodeId, json);
            listener.changed(state);
            metrics.nodeStateRecord(RecordOutcome.TAKEN);
        } catch (InvalidStateStoreException e) {
            throw e;
        } catch (RuntimeException e) {
            // Read, but not to be shown: one such state must not end the service for all others.
            poisoned(nodeId + " has a state that cannot be shown", e);
            forget(nodeId);
        }
    }

    private void forget(String nodeId) {
        store.delete(nodeId);
        listener.gone(nodeId);
    }

    /// Logs the 1st, 2nd, 4th, 8th, …: a writer gone wrong must not fill the disk with our words about it.
    private void poisoned(String why, @Nullable RuntimeException defect) {
        long count = metrics.nodeStateRecord(RecordOutcome.POISONED);
        if (Long.bitCount(count) == 1) {
            log.warn("Left out a record of node-state ({} so far): {}. Its node is unknown until a good one follows",
                    count, why, defect);
        }
    }
}
