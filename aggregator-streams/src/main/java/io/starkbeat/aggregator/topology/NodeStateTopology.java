package io.starkbeat.aggregator.topology;

import io.starkbeat.aggregator.fold.ForgettingRule;
import io.starkbeat.aggregator.fold.PictureFold;
import io.starkbeat.aggregator.progress.ProgressBoard;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.peer.PeerSighting;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.schemas.topic.Topic;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/// The one sub-topology of the aggregator.
///
/// ```
/// node-telemetry ─┐
///                 ├─▶ fold-input ─▶ nodes ─▶ node-state (topic)
/// node-sightings ─┘                   │
///                             store: fold-state
/// ```
/// There is no repartition: the gateway places a session by its peer id, sightings are keyed by it, and both topics have
/// as many partitions, so all that concerns one node meets in one task, in one order, on every replay. Every step is named,
/// since names of stores and changelogs must outlive a change of the topology. No caching: every update goes on at once,
/// and the transaction's commit interval alone decides when readers see it.
public final class NodeStateTopology implements Supplier<Topology> {
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
        builder.addStateStore(FoldStore.builder(storeKind));
        KStream<String, FoldInput> telemetry = builder
                .stream(Topic.NODE_TELEMETRY.in(topicPrefix),
                        consumed(RecordCodec.SESSION_EVENT.serde(), "node-telemetry"))
                .filter((_, event) -> event != null, Named.as("telemetry-without-tombstones"))
                .mapValues((SessionEvent event) -> new FoldInput.Telemetry(event), Named.as("telemetry-input"));
        KStream<String, FoldInput> sightings = builder
                .stream(Topic.NODE_SIGHTINGS.in(topicPrefix),
                        consumed(RecordCodec.PEER_SIGHTING.serde(), "node-sightings"))
                .filter((_, sighting) -> sighting != null, Named.as("sightings-without-tombstones"))
                .mapValues((PeerSighting sighting) -> new FoldInput.Sighting(sighting), Named.as("sighting-input"));
        telemetry.merge(sightings, Named.as("fold-input"))
                .process(() -> new NodeProcessor(fold, forgetting, progress, metrics), Named.as("nodes"),
                        FoldStore.NAME)
                .to(Topic.NODE_STATE.in(topicPrefix),
                        Produced.with(Serdes.String(), Serdes.ByteArray()).withName("node-state-sink"));
        return builder.build();
    }

    private static <V> Consumed<String, V> consumed(Serde<V> serde, String name) {
        return Consumed.with(Serdes.String(), serde).withName(name);
    }
}
