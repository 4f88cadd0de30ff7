package io.starkbeat.aggregator.fold;

import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Breaks the laws of folds, to show that they are looked at: it knows Kafka, and what time it is.
final class LawlessFold {
    private LawlessFold() {}

    static ProducerRecord<String, Instant> fold() {
        return new ProducerRecord<>("topic", Instant.now());
    }

    static long foldAtSystemTime() {
        return System.currentTimeMillis();
    }
}
