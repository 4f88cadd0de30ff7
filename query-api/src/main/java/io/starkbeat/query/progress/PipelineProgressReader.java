package io.starkbeat.query.progress;

import io.starkbeat.query.metrics.QueryMetrics;
import io.starkbeat.query.metrics.QueryMetrics.RecordOutcome;
import io.starkbeat.schemas.codec.RecordHeaders;
import io.starkbeat.schemas.intake.Intake;
import io.starkbeat.schemas.intake.PoisonReason;
import io.starkbeat.schemas.progress.PipelineProgress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads `pipeline-progress` from its beginning and tells the [PipelineClock], on a thread of its own, without a group:
/// every replica needs all of it, and its place in the topic is nobody's business.
public final class PipelineProgressReader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PipelineProgressReader.class);

    /// A poll returns at once when something arrives; this only bounds how often an idle loop turns.
    private static final Duration POLL = Duration.ofSeconds(1);
    /// After a failure that the client does not overcome by itself (no authority, for example) before the next try.
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    private final TopicPartition source;
    private final Map<String, Object> config;
    private final PipelineClock clock;
    private final QueryMetrics metrics;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable Consumer<byte[], byte[]> consumer;
    private @Nullable Thread thread;

    /// @param topic  the full name of `pipeline-progress`, which has one partition
    /// @param config of a consumer that reads what is committed
    public PipelineProgressReader(String topic, Map<String, Object> config, PipelineClock clock, QueryMetrics metrics) {
        this.source = new TopicPartition(topic, 0);
        this.config = Map.copyOf(config);
        this.clock = clock;
        this.metrics = metrics;
    }

    /// Starts reading; returns at once. Does nothing after [#close()].
    public synchronized void start() {
        if (stopping.getCount() == 0) {
            return;
        }
        Consumer<byte[], byte[]> opened = new KafkaConsumer<>(config, new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer = opened;
        thread = Thread.ofPlatform().daemon().name("query-progress").start(() -> run(opened));
    }

    private void run(Consumer<byte[], byte[]> from) {
        try (from) {
            from.assign(List.of(source));
            from.seekToBeginning(List.of(source));
            while (stopping.getCount() > 0) {
                poll(from);
            }
        } catch (WakeupException e) {
            log.debug("Reading pipeline-progress ends", e);
        }
    }

    private void poll(Consumer<byte[], byte[]> from) {
        try {
            from.poll(POLL).forEach(this::take);
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            log.warn("Cannot read {}; pipeline time stands still meanwhile, next try in {} s", source.topic(),
                    PAUSE.toSeconds(), e);
            pause();
        }
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

    private void pause() {
        try {
            boolean stopped = stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            log.debug("Pause over, stopping: {}", stopped);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Stops reading, within seconds.
    @Override
    public void close() {
        Thread reading;
        synchronized (this) {
            stopping.countDown();
            if (consumer != null) {
                consumer.wakeup();
            }
            reading = thread;
        }
        if (reading != null) {
            try {
                if (!reading.join(CLOSE_LIMIT)) {
                    log.warn("Reading {} did not end within {} s", source.topic(), CLOSE_LIMIT.toSeconds());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
