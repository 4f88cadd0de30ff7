package io.starkbeat.query.store;

import io.starkbeat.query.metrics.QueryMetrics;
import io.starkbeat.query.metrics.QueryMetrics.RecordOutcome;
import io.starkbeat.schemas.codec.RecordHeaders;
import io.starkbeat.schemas.intake.Intake;
import io.starkbeat.schemas.intake.PoisonReason;
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

/// Keeps the store as the topic says. A record that [Intake] does not take is counted, and its node is not known until one
/// follows that it takes: so the store is a function of the newest record of each key, the same on every replica and after
/// every restart, whatever compaction has left.
///
/// So a restore need not read what a newer record of the same key follows: it keeps bytes, and reads them when the
/// partition's end is reached. The topic holds each state of the last hour at least, of which a thousand nodes that report
/// once a second leave millions.
///
/// Kafka Streams makes a processor for the restore and another for what comes afterwards, and calls both on its one thread,
/// one behind the other; what they have in common is this.
final class NodeStateKeeper implements RestoreProgress.Restored {
    private static final Logger log = LoggerFactory.getLogger(NodeStateKeeper.class);
    private static final String UNKNOWN_PLACE = "place unknown";

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
            private @Nullable ProcessorContext<Void, Void> context;

            @Override
            public void init(ProcessorContext<Void, Void> given) {
                context = given;
                store = given.getStateStore(storeName);
            }

            @Override
            public void process(Record<String, byte[]> record) {
                keep(record, context == null ? UNKNOWN_PLACE : place(context));
            }
        };
    }

    private static String place(ProcessorContext<Void, Void> context) {
        return context.recordMetadata()
                .map(place -> "partition " + place.partition() + ", offset " + place.offset())
                .orElse(UNKNOWN_PLACE);
    }

    private void keep(Record<String, byte[]> record, String place) {
        String nodeId = record.key();
        if (nodeId != null && unread.remove(nodeId)) {
            metrics.nodeStateRecord(RecordOutcome.SUPERSEDED);
        }
        Header schema = record.headers().lastHeader(RecordHeaders.SCHEMA);
        switch (Intake.unreadNodeState(nodeId, record.value(), schema == null ? null : schema.value())) {
            case Intake.Read.Taken<byte[]>(byte[] json) when restoring -> {
                store.put(nodeId, json);
                unread.add(nodeId);
            }
            case Intake.Read.Taken<byte[]>(byte[] json) -> take(nodeId, json, place);
            case Intake.Read.Tombstone<byte[]> _ -> {
                metrics.nodeStateRecord(RecordOutcome.TOMBSTONE);
                forget(nodeId);
            }
            case Intake.Read.Poison<byte[]>(PoisonReason reason, String detail) ->
                leftOut(nodeId, place, reason, detail);
        }
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
                take(nodeId, json, "restored");
            }
        });
        unread.clear();
    }

    private void take(String nodeId, byte[] json, String place) {
        switch (Intake.nodeState(nodeId, json, null)) {
            case Intake.Read.Taken<NodeState>(NodeState state) -> take(state, json, place);
            case Intake.Read.Tombstone<NodeState> _ -> forget(nodeId);
            case Intake.Read.Poison<NodeState>(PoisonReason reason, String detail) -> leftOut(nodeId, place, reason,
                    detail);
        }
    }

    private void take(NodeState state, byte[] json, String place) {
        try {
            store.put(state.nodeId(), json);
            listener.changed(state);
            metrics.nodeStateRecord(RecordOutcome.TAKEN);
        } catch (InvalidStateStoreException e) {
            throw e;
        } catch (RuntimeException e) {
            // Read, but not to be shown: one such state must not end the service for all others.
            log.debug("The state of {} cannot be shown", state.nodeId(), e);
            leftOut(state.nodeId(), place, PoisonReason.UNUSABLE,
                    "the state of " + state.nodeId() + " cannot be shown: " + e);
        }
    }

    private void forget(String nodeId) {
        store.delete(nodeId);
        listener.gone(nodeId);
    }

    private void leftOut(@Nullable String nodeId, String place, PoisonReason reason, String detail) {
        metrics.nodeStatePoisoned(place, reason, detail + "; its node is unknown until a good one follows");
        if (nodeId != null) {
            forget(nodeId);
        }
    }
}
