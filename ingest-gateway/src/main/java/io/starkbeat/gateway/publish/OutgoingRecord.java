package io.starkbeat.gateway.publish;

import io.starkbeat.schemas.topic.Topic;
import java.time.Instant;

/// A record on its way to Kafka.
///
/// @param placedBy the key that decides on the partition: not always the record's own, see the design's "one task"
/// @param schema   name and version of the value's schema
/// @param time     when what it tells happened
/// @param settled  told once how it ended
@SuppressWarnings("ArrayRecordComponent") // written once, handed on, never compared
public record OutgoingRecord(
        Topic topic,
        String key,
        String placedBy,
        String schema,
        byte[] value,
        Instant time,
        Charge charge,
        Settled settled) {

    /// What a record costs beside its key and value while it waits: objects around it here and in the producer.
    private static final int OVERHEAD = 256;

    /// How many bytes of the budget it takes.
    long cost() {
        return (long) OVERHEAD + value.length + key.length();
    }

    /// How a record ended.
    public enum Outcome {
        /// Kafka has it.
        ACKNOWLEDGED,
        /// Kafka refused it, and will again.
        REFUSED,
        /// The gateway had to stop before Kafka took it.
        DISCARDED
    }

    /// Told how a record ended; on any thread, so it must be short and must not throw.
    @FunctionalInterface
    public interface Settled {
        void settled(Outcome outcome);
    }
}
