package io.starkbeat.query.rejected;

import io.starkbeat.query.follow.TopicFollower;
import io.starkbeat.query.metrics.QueryMetrics;
import io.starkbeat.query.metrics.QueryMetrics.RecordOutcome;
import io.starkbeat.schemas.codec.RecordHeaders;
import io.starkbeat.schemas.intake.Intake;
import io.starkbeat.schemas.intake.PoisonReason;
import io.starkbeat.schemas.session.RejectedMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/// Reads the end of `node-telemetry-rejected`, and then what comes, into a [RejectedLog].
public final class RejectedReader implements AutoCloseable {
    /// So many records of each partition are read at the start: a week of them may be gigabytes, of which next to nothing
    /// would be kept.
    private static final long FROM_THE_END = 500;

    private final String topic;
    private final RejectedLog log;
    private final QueryMetrics metrics;
    private final TopicFollower follower;

    /// @param topic  the full name of `node-telemetry-rejected`
    /// @param config of a consumer that reads what is committed
    public RejectedReader(String topic, Map<String, Object> config, RejectedLog log, QueryMetrics metrics) {
        this.topic = topic;
        this.log = log;
        this.metrics = metrics;
        this.follower = new TopicFollower("query-rejected", config, RejectedReader::seekNearEnd, this::take,
                () -> metrics.rejectedRecord(RecordOutcome.FAILED));
    }

    /// Starts reading; returns at once. Does nothing after [#close()].
    ///
    /// @param partitions how many the topic has
    public void start(int partitions) {
        follower.start(IntStream.range(0, partitions).mapToObj(each -> new TopicPartition(topic, each)).toList());
    }

    private static void seekNearEnd(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        consumer.endOffsets(partitions).forEach((partition, end) -> consumer.seek(partition,
                Math.max(begins.getOrDefault(partition, 0L), end - FROM_THE_END)));
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
        Header schema = record.headers().lastHeader(RecordHeaders.SCHEMA);
        switch (Intake.rejected(key, record.value(), schema == null ? null : schema.value())) {
            case Intake.Read.Taken<RejectedMessage>(RejectedMessage rejected) -> keep(record, rejected);
            case Intake.Read.Tombstone<RejectedMessage> _ -> metrics.rejectedRecord(RecordOutcome.TOMBSTONE);
            case Intake.Read.Poison<RejectedMessage>(PoisonReason reason, String detail) -> metrics
                    .rejectedPoisoned(place(record), reason, detail);
        }
    }

    private void keep(ConsumerRecord<byte[], byte[]> record, RejectedMessage rejected) {
        try {
            log.add(rejected);
            metrics.rejectedRecord(RecordOutcome.TAKEN);
        } catch (IllegalArgumentException e) {
            metrics.rejectedPoisoned(place(record), PoisonReason.UNDECODABLE, "its body is no base64");
        }
    }

    private static String place(ConsumerRecord<byte[], byte[]> record) {
        return "partition " + record.partition() + ", offset " + record.offset();
    }

    /// Stops reading, within seconds.
    @Override
    public void close() {
        follower.close();
    }
}
