package io.starkbeat.aggregator.topology;

import io.starkbeat.aggregator.fold.ForgettingRule;
import io.starkbeat.aggregator.fold.NodeInput;
import io.starkbeat.aggregator.fold.PictureFold;
import io.starkbeat.aggregator.fold.SessionFold;
import io.starkbeat.aggregator.fold.SessionState;
import io.starkbeat.aggregator.progress.ProgressBoard;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.peer.PeerSighting;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.schemas.topic.Topic;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/// The one sub-topology of the aggregator.
///
/// ```
/// node-telemetry ─▶ aggregate ─▶ session-state (KTable) ─┐
///                                                        ├─▶ merge ─▶ nodes ─▶ node-state (topic)
/// node-sightings ────────────────────────────────────────┘             │
///                                                  stores: node-state, session-state
/// ```
/// There is no repartition: the gateway places a session by its peer id, sightings are keyed by it, and both topics have
/// as many partitions, so all that concerns one node meets in one task, in one order, on every replay. Every step is named,
/// since names of stores and changelogs must outlive a change of the topology. No caching: every update goes on at once,
/// and the transaction's commit interval alone decides when readers see it.
public final class NodeStateTopology implements Supplier<Topology> {
    /// The table of sessions.
    public static final String SESSION_STATE = "session-state";
    /// The table of nodes.
    public static final String NODE_STATE = "node-state";

    private static final RecordCodec<SessionState> SESSION_CODEC = new RecordCodec<>("session-state", 1,
            SessionState.class);

    private final String topicPrefix;
    private final StoreKind storeKind;
    private final PictureFold fold;
    private final ForgettingRule forgetting;
    private final ProgressBoard progress;
    private final FoldMetrics metrics;

    /// @param topicPrefix the installation's `TOPIC_PREFIX`
    public NodeStateTopology(String topicPrefix, StoreKind storeKind, PictureFold fold, ForgettingRule forgetting,
            ProgressBoard progress, FoldMetrics metrics) {
        this.topicPrefix = topicPrefix;
        this.storeKind = storeKind;
        this.fold = fold;
        this.forgetting = forgetting;
        this.progress = progress;
        this.metrics = metrics;
    }

    @Override
    public Topology get() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(nodeStore());
        KStream<String, NodeInput> sessions = sessionTable(builder)
                .toStream(Named.as("session-updates"))
                .mapValues(session -> new NodeInput.SessionUpdate(session), Named.as("session-input"));
        KStream<String, NodeInput> sightings = builder
                .stream(Topic.NODE_SIGHTINGS.in(topicPrefix),
                        consumed(RecordCodec.PEER_SIGHTING.serde(), "node-sightings"))
                .filter((_, sighting) -> sighting != null, Named.as("sightings-without-tombstones"))
                .mapValues((PeerSighting sighting) -> new NodeInput.Sighting(sighting), Named.as("sighting-input"));
        sessions.merge(sightings, Named.as("node-input"))
                .process(() -> new NodeProcessor(fold, forgetting, progress, metrics), Named.as("nodes"), SESSION_STATE,
                        NODE_STATE)
                .to(Topic.NODE_STATE.in(topicPrefix),
                        Produced.with(Serdes.String(), RecordCodec.NODE_STATE.serde()).withName("node-state-sink"));
        return builder.build();
    }

    private KTable<String, SessionState> sessionTable(StreamsBuilder builder) {
        return builder
                .stream(Topic.NODE_TELEMETRY.in(topicPrefix),
                        consumed(RecordCodec.SESSION_EVENT.serde(), "node-telemetry"))
                .groupByKey(Grouped.as("by-session"))
                .aggregate(() -> null, (_, event, before) -> fold(before, event), Named.as("session-fold"),
                        Materialized.<String, SessionState>as(storeKind.timestampedSupplier(SESSION_STATE))
                                .withKeySerde(Serdes.String())
                                .withValueSerde(SESSION_CODEC.serde())
                                .withCachingDisabled());
    }

    private SessionState fold(@Nullable SessionState before, SessionEvent event) {
        SessionState after = SessionFold.fold(before, event);
        if (before != null && after.seq() == before.seq()) {
            metrics.repeated();
        } else {
            metrics.folded(after.missing() - (before == null ? 0 : before.missing()));
        }
        return after;
    }

    private StoreBuilder<KeyValueStore<String, NodeState>> nodeStore() {
        return Stores.keyValueStoreBuilder(storeKind.supplier(NODE_STATE), Serdes.String(),
                RecordCodec.NODE_STATE.serde())
                .withLoggingEnabled(Map.of())
                .withCachingDisabled();
    }

    private static <V> Consumed<String, V> consumed(Serde<V> serde, String name) {
        return Consumed.with(Serdes.String(), serde).withName(name);
    }
}
