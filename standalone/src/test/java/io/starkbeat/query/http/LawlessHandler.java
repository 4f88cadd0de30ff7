package io.starkbeat.query.http;

import org.apache.kafka.streams.KafkaStreams;

/// Breaks the laws of handlers, to show that they are looked at: it knows Kafka Streams.
final class LawlessHandler {
    private LawlessHandler() {}

    static boolean isRunning(KafkaStreams streams) {
        return streams.state() == KafkaStreams.State.RUNNING;
    }
}
