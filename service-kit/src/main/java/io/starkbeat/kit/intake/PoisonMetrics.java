package io.starkbeat.kit.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.starkbeat.schemas.intake.PoisonReason;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts the records that a service passed over, as `starkbeat_<service>_records_poisoned_total`, by topic and reason.
/// Alert on any rise: somebody writes what no version of ours reads, or writes by the wrong key. Thread-safe.
///
/// The topic is named without its prefix.
public final class PoisonMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(PoisonMetrics.class);

    private final MeterRegistry meters;
    private final String name;

    /// @param service `aggregator`, `query`
    /// @param topics  all that it reads, without prefix
    public PoisonMetrics(MeterRegistry meters, String service, List<String> topics) {
        this.meters = meters;
        this.name = "starkbeat." + service + ".records.poisoned";
        // From the start, at 0: a series that appears with its first 1 shows no rise.
        for (String topic : topics) {
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
        return Counter.builder(name)
                .tag("topic", topic)
                .tag("reason", reason.code())
                .description("Records that are not what their topic carries, and were passed over")
                .register(meters);
    }
}
