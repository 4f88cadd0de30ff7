package io.starkbeat.aggregator.progress;

import io.starkbeat.aggregator.fold.ProgressRule;
import io.starkbeat.aggregator.fold.ProgressRule.Measurement;
import io.starkbeat.kit.intake.PoisonMetrics;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.codec.RecordHeaders;
import io.starkbeat.schemas.intake.Intake;
import io.starkbeat.schemas.intake.PoisonReason;
import io.starkbeat.schemas.progress.PipelineProgress;
import io.starkbeat.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Measures every 2 s how far the input is folded and publishes it, for the partitions that this instance folds.
///
/// It notes the time first, then reads the end offsets, then the committed ones: what was received before the time noted
/// was in the log when its end was read, so a fold that has committed up to that end has folded it. What was published
/// before, by whichever instance, is read back from the topic, so that time never goes back and a pause is seen.
///
/// One thread of its own; Kafka away means that nothing is published and the pipeline's time stands still, which is what
/// readers are to see.
public final class ProgressReporter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProgressReporter.class);

    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(3);

    /// What is known of a partition: its last progress, and when that was published.
    private record Published(PipelineProgress progress, Instant at) {}

    /// How the reporter reaches Kafka.
    ///
    /// @param admin    makes the admin client
    /// @param consumer makes the consumer of the progress topic
    /// @param producer makes the producer of the progress topic
    public record Clients(Supplier<Admin> admin, Supplier<Consumer<byte[], byte[]>> consumer,
            Supplier<Producer<byte[], byte[]>> producer) {}

    private final String inputTopic;
    private final TopicPartition progressPartition;
    private final String applicationId;
    private final String instance;
    private final Clients clients;
    private final Function<String, Set<Integer>> activePartitions;
    private final ProgressBoard board;
    private final ProgressRule rule;
    private final PoisonMetrics poison;
    private final InstantSource clock;
    private final Map<Integer, Published> published = new HashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile String lastOutcome = "not measured yet";

    /// @param inputTopic       full name of `node-telemetry`
    /// @param progressTopic    full name of `pipeline-progress`
    /// @param applicationId    the consumer group that folds
    /// @param activePartitions the partitions of a topic that this instance folds now
    public ProgressReporter(String inputTopic, String progressTopic, String applicationId, String instance,
            Clients clients, Function<String, Set<Integer>> activePartitions, ProgressBoard board,
            ProgressRule rule, PoisonMetrics poison, InstantSource clock) {
        this.inputTopic = inputTopic;
        this.progressPartition = new TopicPartition(progressTopic, 0);
        this.applicationId = applicationId;
        this.instance = instance;
        this.clients = clients;
        this.activePartitions = activePartitions;
        this.board = board;
        this.rule = rule;
        this.poison = poison;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("pipeline-progress").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// How the last measurement went, for `/status`.
    public String lastOutcome() {
        return lastOutcome;
    }

    private void run() {
        while (closed.getCount() > 0) {
            try (Admin admin = clients.admin().get();
                    Consumer<byte[], byte[]> consumer = clients.consumer().get();
                    Producer<byte[], byte[]> producer = clients.producer().get()) {
                consumer.assign(List.of(progressPartition));
                consumer.seekToBeginning(List.of(progressPartition));
                do {
                    readBack(consumer);
                    publish(measure(admin), producer);
                } while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException | InterruptException told) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException | KafkaException failed) {
                // Kafka away, or a client that cannot go on: begin anew with fresh clients, as long as it takes.
                lastOutcome = "failed: " + failed.getMessage();
                LOG.warn("pipeline progress was not published: {}", failed.getMessage());
                if (!pause()) {
                    return;
                }
            }
        }
    }

    private boolean pause() {
        try {
            return !closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Reads the progress topic to its present end.
    private void readBack(Consumer<byte[], byte[]> consumer) {
        long end = consumer.endOffsets(List.of(progressPartition)).getOrDefault(progressPartition, 0L);
        while (consumer.position(progressPartition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                note(record);
            }
        }
    }

    private void note(ConsumerRecord<byte[], byte[]> record) {
        Instant at = Instant.ofEpochMilli(record.timestamp());
        String key = record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
        Header schema = record.headers().lastHeader(RecordHeaders.SCHEMA);
        switch (Intake.progress(key, record.value(), schema == null ? null : schema.value(), at)) {
            case Intake.Read.Taken<PipelineProgress>(PipelineProgress progress) -> published.put(progress.partition(),
                    new Published(progress, at));
            case Intake.Read.Tombstone<PipelineProgress> _ -> {
                // What was known of the partition stays known here.
            }
            case Intake.Read.Poison<PipelineProgress>(PoisonReason reason, String detail) -> poison.passedOver(
                    Topic.PIPELINE_PROGRESS.suffix(), "offset " + record.offset(), reason, detail);
        }
    }

    private List<Measurement> measure(Admin admin) throws ExecutionException, InterruptedException {
        Set<Integer> active = activePartitions.apply(inputTopic);
        forgetOthers(active);
        if (active.isEmpty()) {
            return List.of();
        }
        List<TopicPartition> partitions = active.stream().map(p -> new TopicPartition(inputTopic, p)).toList();
        Instant readAt = clock.instant();
        Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(admin, partitions, OffsetSpec.latest());
        Map<TopicPartition, ListOffsetsResultInfo> starts = offsets(admin, partitions, OffsetSpec.earliest());
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(applicationId)
                .partitionsToOffsetAndMetadata().get();
        return partitions.stream().map(partition -> {
            // A partition of which nothing was ever committed is folded from its first retained record on.
            OffsetAndMetadata offset = committed.get(partition);
            long folded = offset != null ? offset.offset() : offsetOf(starts, partition);
            board.committed(partition.partition(), folded);
            return new Measurement(partition.partition(), readAt, offsetOf(ends, partition), folded,
                    board.newestFolded(partition.partition()));
        }).toList();
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> offsets(Admin admin, List<TopicPartition> partitions,
            OffsetSpec which) throws ExecutionException, InterruptedException {
        return admin.listOffsets(partitions.stream().collect(Collectors.toMap(p -> p, _ -> which))).all().get();
    }

    private static long offsetOf(Map<TopicPartition, ListOffsetsResultInfo> offsets, TopicPartition partition) {
        // The answer holds every partition that was asked for, or the question failed as a whole.
        return Objects.requireNonNull(offsets.get(partition)).offset();
    }

    private void forgetOthers(Set<Integer> active) {
        Set<Integer> left = new HashSet<>(published.keySet());
        left.removeAll(active);
        left.forEach(board::left);
    }

    private void publish(List<Measurement> measurements, Producer<byte[], byte[]> producer) {
        for (Measurement measured : measurements) {
            Published before = published.get(measured.partition());
            PipelineProgress next = rule.next(before == null ? null : before.progress(),
                    before == null ? null : before.at(), measured, instance);
            if (next == null) {
                continue;
            }
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(progressPartition.topic(), 0,
                    measured.readAt().toEpochMilli(), bytes(String.valueOf(next.partition())),
                    RecordCodec.PIPELINE_PROGRESS.encode(next));
            record.headers().add(RecordHeaders.SCHEMA, bytes(RecordCodec.PIPELINE_PROGRESS.schema()));
            var _ = producer.send(record, (_, failure) -> {
                if (failure != null) {
                    LOG.warn("pipeline progress of partition {} was not published: {}", next.partition(),
                            failure.getMessage());
                }
            });
            board.reached(next);
        }
        producer.flush();
        lastOutcome = "published for " + measurements.size() + " partitions";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Ends the thread, and waits for it within bounds.
    @Override
    public void close() {
        closed.countDown();
        try {
            if (!thread.join(CLOSE_WITHIN)) {
                thread.interrupt();
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            thread.interrupt();
        }
    }
}
