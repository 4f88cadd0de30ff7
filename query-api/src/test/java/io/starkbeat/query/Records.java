package io.starkbeat.query;

import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.codec.RecordHeaders;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.progress.PipelineProgress;
import io.starkbeat.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// Writes what an aggregator would: node states and progress.
final class Records implements AutoCloseable {
    private final String topicPrefix;
    private final Producer<String, byte[]> producer;

    Records(String bootstrapServers, String topicPrefix) {
        this.topicPrefix = topicPrefix;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "client.id", "test-records", "linger.ms", "0"),
                new StringSerializer(), new ByteArraySerializer());
    }

    void state(NodeState state) throws Exception {
        bytes(Topic.NODE_STATE, state.nodeId(), RecordCodec.NODE_STATE.encode(state));
    }

    void tombstone(String nodeId) throws Exception {
        bytes(Topic.NODE_STATE, nodeId, null);
    }

    void poison(String nodeId, String garbage) throws Exception {
        bytes(Topic.NODE_STATE, nodeId, garbage.getBytes(StandardCharsets.UTF_8));
    }

    /// Tells the same time for each of three partitions.
    void progress(Instant time) throws Exception {
        for (int partition = 0; partition < 3; partition++) {
            bytes(Topic.PIPELINE_PROGRESS, time.toEpochMilli(), "" + partition,
                    RecordCodec.PIPELINE_PROGRESS.encode(new PipelineProgress(partition, time, 0, "test", null, null)));
        }
    }

    void bytes(Topic topic, String key, byte @Nullable [] value) throws Exception {
        producer.send(new ProducerRecord<>(topic.in(topicPrefix), key, value)).get();
    }

    /// @param schema the header of this name
    void bytes(Topic topic, String key, byte[] value, String schema) throws Exception {
        producer.send(new ProducerRecord<>(topic.in(topicPrefix), null, key, value,
                List.of(new RecordHeader(RecordHeaders.SCHEMA, schema.getBytes(StandardCharsets.UTF_8))))).get();
    }

    /// @param timestamp the record's; -1 for none, as some clients write
    void bytes(Topic topic, long timestamp, String key, byte @Nullable [] value) throws Exception {
        producer.send(new ProducerRecord<>(topic.in(topicPrefix), key, value) {
            @Override
            public Long timestamp() {
                return timestamp;
            }
        }).get();
    }

    @Override
    public void close() {
        producer.close();
    }
}
