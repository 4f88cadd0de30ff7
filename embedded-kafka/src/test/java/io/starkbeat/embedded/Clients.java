package io.starkbeat.embedded;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// What the tests say to a Kafka, with settings that fail within seconds when nobody answers.
public record Clients(String bootstrapServers) {

    public void createTopic(String name) throws Exception {
        try (var admin = admin()) {
            // One partition, as many copies as the cluster makes by default.
            admin.createTopics(List.of(new NewTopic(name, Optional.of(1), Optional.empty()))).all().get();
        }
    }

    public Set<String> topics() throws Exception {
        try (var admin = admin()) {
            return admin.listTopics().names().get();
        }
    }

    public void produce(String topic, String... values) throws Exception {
        try (var producer = producer(Map.of())) {
            for (var value : values) {
                producer.send(new ProducerRecord<>(topic, value)).get();
            }
        }
    }

    public KafkaProducer<String, String> producer(Map<String, Object> more) {
        var settings = new HashMap<String, Object>(Map.of("bootstrap.servers", bootstrapServers, "acks", "all",
                "max.block.ms", "20000", "request.timeout.ms", "5000", "delivery.timeout.ms", "20000", "linger.ms",
                "0"));
        settings.putAll(more);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    /// What a read_committed reader finds in the topic's only partition; waits up to 20 s for the number asked for.
    public List<String> consume(String topic, int atLeast) {
        var found = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new StringDeserializer(), new StringDeserializer())) {
            var partition = List.of(new TopicPartition(topic, 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            var end = Instant.now().plusSeconds(20);
            while (found.size() < atLeast && Instant.now().isBefore(end)) {
                consumer.poll(Duration.ofMillis(100)).forEach(each -> found.add(each.value()));
            }
        }
        return found;
    }

    public Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers, "request.timeout.ms", "5000",
                "default.api.timeout.ms", "20000"));
    }
}
