package io.starkbeat.aggregator.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.starkbeat.schemas.topic.Topic;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts the records that were passed over, as `starkbeat_aggregator_records_poisoned_total`, by topic and reason. Alert
/// on any rise: somebody writes what no version of ours reads, or writes by the wrong key. Thread-safe.
///
/// The topic is named without its prefix.
public final class PoisonMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(PoisonMetrics.class);

    private static final String NAME = "starkbeat.aggregator.records.poisoned";

    /// The fold's own store, whose changelog nobody else may write to.
    public static final String FOLD_STATE = "fold-state";

    private final MeterRegistry meters;

    public PoisonMetrics(MeterRegistry meters) {
        this.meters = meters;
        // From the start, at 0: a series that appears with its first 1 shows no rise.
        for (String topic : List.of(Topic.NODE_TELEMETRY.suffix(), Topic.NODE_SIGHTINGS.suffix(),
                Topic.PIPELINE_PROGRESS.suffix(), FOLD_STATE)) {
            for (PoisonReason reason : PoisonReason.values()) {
                counter(topic, reason);
            }
        }
    }

    /// Counts a record, and logs the 1st, 2nd, 4th, 8th, … of its kind: a writer gone wrong must not fill the disk with
    /// our words about it.
    ///
    /// @param topic  without prefix
    /// @param place  where it lies
    /// @param detail what is wrong with it
    public void passedOver(String topic, String place, PoisonReason reason, String detail) {
        Counter counter = counter(topic, reason);
        counter.increment();
        long count = (long) counter.count();
        if (Long.bitCount(count) == 1) {
            LOG.warn("Passed over a record of {} ({}; {} so far with the reason {}): {}", topic, place, count,
                    reason.code(), detail);
        }
    }

    private Counter counter(String topic, PoisonReason reason) {
        return Counter.builder(NAME)
                .tag("topic", topic)
                .tag("reason", reason.code())
                .description("Records that are not what their topic carries, and were passed over")
                .register(meters);
    }
}
