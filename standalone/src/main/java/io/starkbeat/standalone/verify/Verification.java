package io.starkbeat.standalone.verify;

import io.starkbeat.aggregator.AggregatorSettings;
import io.starkbeat.aggregator.fold.NodeFold;
import io.starkbeat.aggregator.fold.PictureFold;
import io.starkbeat.kit.kafka.KafkaSettings;
import io.starkbeat.schemas.codec.RecordCodec;
import io.starkbeat.schemas.codec.UndecodableRecordException;
import io.starkbeat.schemas.progress.PipelineProgress;
import io.starkbeat.schemas.topic.Topic;
import io.starkbeat.standalone.verify.Verdict.Gap;
import io.starkbeat.standalone.verify.Verdict.LogCounts;
import io.starkbeat.standalone.verify.Verdict.NodeCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// One run of the oracle, in an order that makes its judgement right while the system goes on:
///
/// 1. Fold the log up to its end of now; read `node-state` likewise, so that little is left to do later.
/// 2. Wait until the aggregator has committed at least as far, and note how far (C): a state that `node-state` shows from
///    now on is the fold at C or later.
/// 3. Note the end of `node-state`, records of open transactions included, and read up to it once they are decided: what
///    was committed at C is in what was read.
/// 4. Fold the log up to its end of now (E), keeping all states that nodes pass through from C on: what was read is the
///    fold at some point between C and E.
/// 5. Compare. Then ask the API, which follows `node-state`: it has to show states of the topic that are as new as those
///    read, or becomes so soon.
///
/// No difference that this reports goes away by waiting.
final class Verification {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(2);
    /// How long the API may take to show what the topic holds; it is milliseconds while nothing is wrong.
    private static final Duration API_FOLLOWS_WITHIN = Duration.ofSeconds(10);
    /// How long Kafka may be silent in the midst of reading: a broker that was killed is back by then.
    private static final Duration SILENCE = Duration.ofSeconds(60);
    /// The aggregator's transactions time out after 10 s, and brokers look for such every 10 s.
    private static final Duration TRANSACTION_ENDS_WITHIN = Duration.ofSeconds(30);
    private static final int TRIES = 3;

    private final VerifierSettings settings;
    private final Consumer<String> progress;
    private final List<Gap> gaps = new ArrayList<>();
    private long nextWord = System.nanoTime() + BETWEEN_WORDS.toNanos();

    Verification(VerifierSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    Verdict run() throws InterruptedException {
        try (NodeApi api = settings.api().map(NodeApi::new).orElse(null);
                Cluster cluster = new Cluster(settings.pipeline())) {
            for (int left = TRIES;; left--) {
                try {
                    return run(cluster, api);
                } catch (OffsetOutOfRangeException shortened) {
                    if (left == 0) {
                        throw new VerifierException(
                                "the log loses its beginning faster than it can be read: try again, "
                                        + "or give node-telemetry a longer retention",
                                shortened);
                    }
                    progress.accept("the log's beginning was deleted while it was read: beginning anew");
                } catch (InterruptException told) {
                    throw (InterruptedException) new InterruptedException().initCause(told);
                } catch (KafkaException failed) {
                    throw cluster.unreachable(failed);
                }
            }
        }
    }

    private Verdict run(Cluster cluster, @Nullable NodeApi api) throws InterruptedException {
        gaps.clear();
        List<TopicPartition> telemetry = cluster.partitions(Topic.NODE_TELEMETRY);
        List<TopicPartition> sightings = cluster.partitions(Topic.NODE_SIGHTINGS);
        List<TopicPartition> states = cluster.partitions(Topic.NODE_STATE);
        if (telemetry.size() != sightings.size()) {
            throw new VerifierException("node-telemetry has " + telemetry.size() + " partitions and node-sightings "
                    + sightings.size() + ": no aggregator folds that; make them equal");
        }
        List<TopicPartition> inputs = new ArrayList<>(telemetry);
        inputs.addAll(sightings);
        Map<TopicPartition, Long> beginnings = cluster.beginnings(inputs);
        List<PartitionFold> folds = folds(telemetry, beginnings);
        try (var logConsumer = consumer("log"); var stateConsumer = consumer("state")) {
            LogReader log = new LogReader(logConsumer, telemetry, sightings, folds, beginnings);
            StateTopic stateTopic = new StateTopic(stateConsumer, states);
            long start = System.nanoTime();
            foldTo(log, cluster.ends(inputs), beginnings);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            stateTopic.readTo(cluster.ends(states), SILENCE);
            foldTo(log, cluster.ends(inputs), beginnings);
            Map<TopicPartition, Long> committed = awaitFolded(cluster, log, Deadline.in(settings.waitAtMost()));
            Map<TopicPartition, Long> lacking = log.notYetFolded(committed);
            if (!lacking.isEmpty()) {
                return undrained(folds, took, lacking, cluster);
            }
            log.watchFrom(committed);
            if (!stateTopic.readTo(cluster.endsOfAll(states), TRANSACTION_ENDS_WITHIN)) {
                return verdict(folds, took, NodeCounts.NONE, List.of(),
                        Optional.of(
                                "a transaction on node-state is still open after " + seconds(TRANSACTION_ENDS_WITHIN)
                                        + ": the aggregator that began it neither ends it nor was replaced"));
            }
            foldTo(log, cluster.ends(inputs), beginnings);
            NodeComparison comparison = new NodeComparison(folds, settings.pipeline().forgetting(),
                    settings.pipeline().liveness().offlineAfter(),
                    pipelineTimes(cluster));
            comparison.compareStates(stateTopic.newest());
            if (api != null) {
                compareApi(api, cluster, stateTopic, comparison);
            }
            return verdict(folds, took, comparison.counts(), comparison.differences(), Optional.empty());
        }
    }

    private List<PartitionFold> folds(List<TopicPartition> telemetry, Map<TopicPartition, Long> beginnings) {
        AggregatorSettings pipeline = settings.pipeline();
        PictureFold picture = new PictureFold(
                new NodeFold(pipeline.liveness().offlineAfter(), pipeline.forgetting().named()));
        return telemetry.stream()
                .map(partition -> new PartitionFold(partition.partition(), beginnings.getOrDefault(partition, 0L) > 0,
                        picture, pipeline.forgetting(), this::note))
                .toList();
    }

    private void note(Gap gap) {
        if (gaps.size() < Verdict.MAX_LISTED) {
            gaps.add(gap);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer(String role) {
        KafkaSettings kafka = settings.pipeline().kafka();
        Map<String, Object> config = new HashMap<>(kafka.consumer("verify-state-" + role));
        // A log whose beginning goes while it is read has to be told from one that lacks records.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        // All is read from the beginning, as fast as it comes: large fetches, of some partitions at a time.
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 32 << 20);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void foldTo(LogReader log, Map<TopicPartition, Long> ends, Map<TopicPartition, Long> beginnings)
            throws InterruptedException {
        long total = ends.entrySet().stream()
                .mapToLong(end -> end.getValue() - beginnings.getOrDefault(end.getKey(), 0L))
                .sum();
        long start = System.nanoTime();
        long[] last = {-1, start};
        log.foldTo(ends, read -> {
            long now = System.nanoTime();
            if (read != last[0]) {
                last[0] = read;
                last[1] = now;
            } else if (now - last[1] > SILENCE.toNanos()) {
                throw new VerifierException("Kafka at " + settings.pipeline().kafka().bootstrap()
                        + " has sent nothing more of the log for " + seconds(SILENCE) + ": is it up?");
            }
            say(() -> "read %,d of %,d records of the log".formatted(read, Math.max(read, total)));
        });
    }

    /// Waits until the aggregator has folded what was folded here.
    ///
    /// @return what it has committed
    private Map<TopicPartition, Long> awaitFolded(Cluster cluster, LogReader log, Deadline deadline)
            throws InterruptedException {
        while (true) {
            Map<TopicPartition, Long> committed = cluster.folded();
            Map<TopicPartition, Long> lacking = log.notYetFolded(committed);
            if (lacking.isEmpty() || deadline.isOver()) {
                return committed;
            }
            say(() -> "waiting for the aggregator, which has still to fold %,d records".formatted(sum(lacking)));
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private Verdict undrained(List<PartitionFold> folds, Duration took, Map<TopicPartition, Long> lacking,
            Cluster cluster) {
        String sentence = String.format(Locale.ROOT,
                "the aggregator (group %s) has still to fold %,d records in %d partitions after %s: is it running? "
                        + "If it is catching up, give it longer with --wait",
                cluster.group(), sum(lacking), lacking.size(), seconds(settings.waitAtMost()));
        return verdict(folds, took, NodeCounts.NONE, List.of(), Optional.of(sentence));
    }

    private void compareApi(NodeApi api, Cluster cluster, StateTopic states, NodeComparison comparison)
            throws InterruptedException {
        states.keepAll();
        Deadline deadline = Deadline.in(settings.waitAtMost());
        Deadline follows = null;
        while (true) {
            var items = api.list(deadline);
            if (follows == null) {
                // Counted from its first answer: an API that was started just now is waited for until then.
                follows = Deadline.in(API_FOLLOWS_WITHIN);
            }
            // What the API has shown was committed before.
            states.readTo(cluster.ends(states.partitions()), API_FOLLOWS_WITHIN);
            boolean last = follows.isOver();
            if (comparison.compareApi(items, states.ids(), states::since, last) || last) {
                return;
            }
            say(() -> "waiting for the API to follow node-state");
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    /// How far each partition was folded, as the aggregator published it: what was due until then may be forgotten.
    private Map<Integer, Instant> pipelineTimes(Cluster cluster) throws InterruptedException {
        List<TopicPartition> partitions = cluster.partitions(Topic.PIPELINE_PROGRESS);
        Map<TopicPartition, Long> ends = cluster.ends(partitions);
        Map<Integer, Instant> times = new HashMap<>();
        try (var consumer = consumer("progress")) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Deadline deadline = Deadline.in(SILENCE);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))
                    && !deadline.isOver()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(BETWEEN_LOOKS)) {
                    note(record, times);
                }
            }
        }
        return times;
    }

    private static void note(ConsumerRecord<byte[], byte[]> record, Map<Integer, Instant> times) {
        if (record.value() == null) {
            return;
        }
        try {
            PipelineProgress progress = RecordCodec.PIPELINE_PROGRESS.decode(record.value());
            times.merge(progress.partition(), progress.time(), (a, b) -> a.isAfter(b) ? a : b);
        } catch (UndecodableRecordException _) {
            // Readers of the topic pass over it as well.
            return;
        }
    }

    private Verdict verdict(List<PartitionFold> folds, Duration took, NodeCounts nodes,
            List<Verdict.Difference> differences, Optional<String> undrained) {
        LogCounts sum = folds.stream().map(PartitionFold::counts).reduce(LogCounts.NONE, LogCounts::plus);
        return new Verdict(sum.within(took), gaps, nodes, differences, undrained);
    }

    private void say(Supplier<String> word) {
        if (System.nanoTime() - nextWord >= 0) {
            nextWord = System.nanoTime() + BETWEEN_WORDS.toNanos();
            progress.accept(word.get());
        }
    }

    private static long sum(Map<TopicPartition, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }
}
