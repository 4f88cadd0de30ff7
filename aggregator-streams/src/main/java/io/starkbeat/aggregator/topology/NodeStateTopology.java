package io.starkbeat.aggregator.topology;

import io.starkbeat.aggregator.fold.ForgettingRule;
import io.starkbeat.aggregator.fold.PictureFold;
import io.starkbeat.aggregator.progress.ProgressBoard;
import io.starkbeat.schemas.intake.Intake;
import io.starkbeat.schemas.topic.Topic;
import java.util.function.Supplier;
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
/// node-telemetry ─▶ telemetry-intake ─┐
///                                     ├─▶ fold-input ─▶ nodes ─▶ node-state (topic)
/// node-sightings ─▶ sightings-intake ─┘                   │
///                                                 store: fold-state
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
        KStream<String, FoldInput> telemetry = source(builder, Topic.NODE_TELEMETRY)
                .process(() -> new IntakeProcessor<>(Topic.NODE_TELEMETRY, Intake::telemetry,
                        FoldInput.Telemetry::new, metrics.poison()), Named.as("telemetry-intake"));
        KStream<String, FoldInput> sightings = source(builder, Topic.NODE_SIGHTINGS)
                .process(() -> new IntakeProcessor<>(Topic.NODE_SIGHTINGS, Intake::sighting,
                        FoldInput.Sighting::new, metrics.poison()), Named.as("sightings-intake"));
        telemetry.merge(sightings, Named.as("fold-input"))
                .process(() -> new NodeProcessor(fold, forgetting, progress, metrics), Named.as("nodes"),
                        FoldStore.NAME)
                .to(Topic.NODE_STATE.in(topicPrefix),
                        Produced.with(Serdes.String(), Serdes.ByteArray()).withName("node-state-sink"));
        return builder.build();
    }

    /// Of bytes, which cannot fail to be read; and a record without a timestamp, which some clients write, counts as the
    /// oldest instead of ending the thread.
    private KStream<String, byte[]> source(StreamsBuilder builder, Topic topic) {
        return builder.stream(topic.in(topicPrefix), Consumed.with(Serdes.String(), Serdes.ByteArray())
                .withTimestampExtractor((record, _) -> Math.max(0, record.timestamp()))
                .withName(topic.suffix()));
    }
}
