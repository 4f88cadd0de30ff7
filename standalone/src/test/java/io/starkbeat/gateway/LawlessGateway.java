package io.starkbeat.gateway;

import io.starkbeat.query.QueryDefinition;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Breaks the laws of the gateway, to show that they are looked at: it knows another service, and sends by itself.
final class LawlessGateway {
    private LawlessGateway() {}

    static String otherService() {
        return new QueryDefinition().name();
    }

    static void send(Producer<String, String> producer) {
        producer.send(new ProducerRecord<>("topic", "value"));
    }
}
