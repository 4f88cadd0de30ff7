package io.starkbeat.query.progress;

import io.starkbeat.query.follow.TopicFollower;
import io.starkbeat.query.metrics.QueryMetrics;
import io.starkbeat.query.metrics.QueryMetrics.RecordOutcome;
import io.starkbeat.schemas.codec.RecordHeaders;
import io.starkbeat.schemas.intake.Intake;
import io.starkbeat.schemas.intake.PoisonReason;
import io.starkbeat.schemas.progress.PipelineProgress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/// Reads `pipeline-progress` from its beginning and tells the [PipelineClock].
public final class PipelineProgressReader implements AutoCloseable {
    private final TopicPartition source;
    private final PipelineClock clock;
    private final QueryMetrics metrics;
    private final TopicFollower follower;

    /// @param topic  the full name of `pipeline-progress`, which has one partition
    /// @param config of a consumer that reads what is committed
    public PipelineProgressReader(String topic, Map<String, Object> config, PipelineClock clock, QueryMetrics metrics) {
        this.source = new TopicPartition(topic, 0);
        this.clock = clock;
        this.metrics = metrics;
        this.follower = new TopicFollower("query-progress", config, Consumer::seekToBeginning, this::take,
                () -> metrics.progressRecord(RecordOutcome.FAILED));
    }

    /// Starts reading; returns at once. Does nothing after [#close()].
    public void start() {
        follower.start(List.of(source));
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
        Header schema = record.headers().lastHeader(RecordHeaders.SCHEMA);
        switch (Intake.progress(key, record.value(), schema == null ? null : schema.value(),
                Instant.ofEpochMilli(record.timestamp()))) {
            case Intake.Read.Taken<PipelineProgress>(PipelineProgress progress) -> {
                clock.advance(progress);
                metrics.progressRecord(RecordOutcome.TAKEN);
            }
            case Intake.Read.Tombstone<PipelineProgress> _ -> metrics.progressRecord(RecordOutcome.TOMBSTONE);
            case Intake.Read.Poison<PipelineProgress>(PoisonReason reason, String detail) -> metrics
                    .progressPoisoned("offset " + record.offset(), reason, detail);
        }
    }

    /// Stops reading, within seconds.
    @Override
    public void close() {
        follower.close();
    }
}
