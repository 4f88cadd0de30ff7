package io.starkbeat.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.RejectedMessage;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.schemas.session.SessionOpened;
import io.starkbeat.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// What lies in the gateway's topics, from their beginning.
final class TopicReader implements AutoCloseable {
    private final KafkaConsumer<String, byte[]> consumer;
    private final String telemetry;
    private final String rejected;
    private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();

    TopicReader(String bootstrapServers, String topicPrefix) {
        consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest",
                "enable.auto.commit", "false"), new StringDeserializer(), new ByteArrayDeserializer());
        telemetry = Topic.NODE_TELEMETRY.in(topicPrefix);
        rejected = Topic.NODE_TELEMETRY_REJECTED.in(topicPrefix);
        consumer.assign(Stream.of(telemetry, rejected)
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList());
    }

    private List<ConsumerRecord<String, byte[]>> read() {
        consumer.poll(Duration.ofMillis(50)).forEach(records::add);
        return records;
    }

    List<ConsumerRecord<String, byte[]>> telemetry() {
        return read().stream().filter(record -> record.topic().equals(telemetry)).toList();
    }

    List<ConsumerRecord<String, byte[]>> rejected() {
        return read().stream().filter(record -> record.topic().equals(rejected)).toList();
    }

    /// The events of the socket that said this in its first report: of all its sessions, the later behind the earlier,
    /// each in the order in which it lies in its partition.
    List<ConsumerRecord<String, byte[]>> ofSocketThatSaid(String text) {
        List<ConsumerRecord<String, byte[]>> all = telemetry();
        Predicate<ConsumerRecord<String, byte[]>> said = record -> event(record) instanceof NodeReport
                && new String(record.value(), UTF_8).contains(text);
        List<String> sessions = all.stream()
                .filter(said)
                .map(ConsumerRecord::key)
                .distinct()
                .flatMap(session -> Stream.concat(Stream.of(session), all.stream()
                        .map(TopicReader::event)
                        .filter(event -> event instanceof SessionOpened opened
                                && session.equals(opened.continues()))
                        .map(SessionEvent::sessionId)))
                .distinct()
                .toList();
        return all.stream()
                .filter(record -> sessions.contains(record.key()))
                .sorted(Comparator.comparing(record -> sessions.indexOf(record.key())))
                .toList();
    }

    List<RejectedMessage> rejectedWithBody(String text) {
        return read().stream()
                .filter(record -> record.topic().equals(rejected))
                .map(record -> RecordCodec.REJECTED_MESSAGE.decode(record.value()))
                .filter(message -> new String(message.bodyBytes(), UTF_8).contains(text))
                .toList();
    }

    List<RejectedMessage> rejectedOf(String sessionId) {
        return read().stream()
                .filter(record -> record.topic().equals(rejected) && record.key().equals(sessionId))
                .map(record -> RecordCodec.REJECTED_MESSAGE.decode(record.value()))
                .toList();
    }

    static SessionEvent event(ConsumerRecord<String, byte[]> record) {
        return RecordCodec.SESSION_EVENT.decode(record.value());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
