package io.starkbeat.aggregator.topology;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.starkbeat.kit.intake.PoisonMetrics;
import io.starkbeat.schemas.topic.Topic;
import java.util.List;

/// What the fold did.
///
/// For `node-telemetry`, counted as records are processed (a transaction that is aborted and repeated counts twice):
/// `read = folded + repeated + poisoned` (see [PoisonMetrics]). Alert on `missing` growing (accepted records that never arrived: the law "nothing accepted is lost" is broken). `repeated`
/// grows after a crash and is harmless.
public final class FoldMetrics {
    private final Counter folded;
    private final Counter repeated;
    private final Counter missing;
    private final PoisonMetrics poison;
    private final Counter nodeStates;
    private final Counter forgotten;

    public FoldMetrics(MeterRegistry meters) {
        folded = Counter.builder("starkbeat.aggregator.records.folded")
                .description("Session records folded").register(meters);
        repeated = Counter.builder("starkbeat.aggregator.records.repeated")
                .description("Session records not folded again: their number was folded before").register(meters);
        missing = Counter.builder("starkbeat.aggregator.records.missing")
                .description("Gaps in the numbers of sessions' records").register(meters);
        poison = new PoisonMetrics(meters, "aggregator", List.of(Topic.NODE_TELEMETRY.suffix(),
                Topic.NODE_SIGHTINGS.suffix(), Topic.PIPELINE_PROGRESS.suffix(), FoldStore.NAME));
        nodeStates = Counter.builder("starkbeat.aggregator.node.states")
                .description("Node states published").register(meters);
        forgotten = Counter.builder("starkbeat.aggregator.nodes.forgotten")
                .description("Nodes removed by a tombstone").register(meters);
    }

    void folded(long newlyMissing) {
        folded.increment();
        if (newlyMissing > 0) {
            missing.increment((double) newlyMissing);
        }
    }

    void repeated() {
        repeated.increment();
    }

    /// What is counted of records that were passed over.
    public PoisonMetrics poison() {
        return poison;
    }

    void statePublished() {
        nodeStates.increment();
    }

    void forgotten() {
        forgotten.increment();
    }
}
