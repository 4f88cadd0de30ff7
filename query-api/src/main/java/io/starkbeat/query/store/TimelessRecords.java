package io.starkbeat.query.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;

/// Gives records without a timestamp, which some clients write, the oldest there is. Kafka Streams calls such a record
/// malformed and ends its global thread, at each restart again; and a global store knows no timestamp extractor.
///
/// Kafka makes it by its class name.
public final class TimelessRecords implements ConsumerInterceptor<byte[], byte[]> {
    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        boolean allTimed = true;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            allTimed &= record.timestamp() >= 0;
        }
        return allTimed ? records : timed(records);
    }

    private static ConsumerRecords<byte[], byte[]> timed(ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> timed = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> ofPartition = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                ofPartition.add(record.timestamp() >= 0 ? record : timed(record));
            }
            timed.put(partition, ofPartition);
        }
        return new ConsumerRecords<>(timed, records.nextOffsets());
    }

    private static ConsumerRecord<byte[], byte[]> timed(ConsumerRecord<byte[], byte[]> record) {
        return new ConsumerRecord<>(record.topic(), record.partition(), record.offset(), 0,
                TimestampType.CREATE_TIME, record.serializedKeySize(), record.serializedValueSize(), record.key(),
                record.value(), record.headers(), record.leaderEpoch());
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
}
