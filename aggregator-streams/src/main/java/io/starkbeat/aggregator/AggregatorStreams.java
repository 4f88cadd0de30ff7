package io.starkbeat.aggregator;

import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.starkbeat.kit.health.Health;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The only class that touches [KafkaStreams]: its configuration, its life and its state.
final class AggregatorStreams {
    private static final Logger LOG = LoggerFactory.getLogger(AggregatorStreams.class);

    /// A stream thread that dies is replaced; one that dies this often within [#REPLACEMENT_WINDOW] will go on dying, and
    /// only a new process, or a person, helps.
    private static final int MAX_REPLACEMENTS = 5;
    private static final Duration REPLACEMENT_WINDOW = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final KafkaStreams streams;
    private final KafkaStreamsMetrics metrics;
    private final Deque<Instant> replacements = new ArrayDeque<>();
    private final Map<String, Long> restoring = new ConcurrentHashMap<>();

    AggregatorStreams(AggregatorSettings settings, Topology topology, InstantSource clock) {
        this.clock = clock;
        this.streams = new KafkaStreams(topology, new StreamsConfig(configuration(settings)));
        this.metrics = new KafkaStreamsMetrics(streams);
        streams.setUncaughtExceptionHandler(this::onThreadDeath);
        streams.setGlobalStateRestoreListener(new RestoreProgress());
    }

    /// What Kafka Streams is given; what the operator passes through (`KAFKA_NUM_STREAM_THREADS`, standbys) is in it.
    static Map<String, Object> configuration(AggregatorSettings settings) {
        Map<String, Object> config = new TreeMap<>(
                settings.kafka().streams(settings.applicationId(), "aggregator-" + settings.instance()));
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, lowerCase(settings.guarantee()));
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitInterval().toMillis());
        config.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, lowerCase(settings.groupProtocol()));
        // Every update goes on at once: the design's freshness is measured without a cache.
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        // Changelogs are as safe as the topics: -1 takes the broker's default, which on a cluster of three is three.
        config.putIfAbsent(StreamsConfig.REPLICATION_FACTOR_CONFIG,
                settings.kafka().topicReplication().orElse(-1));
        config.put(StreamsConfig.STATE_DIR_CONFIG,
                settings.stateDir().orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), "starkbeat"))
                        .toString());
        if (settings.groupProtocol() == AggregatorSettings.GroupProtocol.STREAMS) {
            // The broker decides about these; a client that sets them does not start.
            config.remove("consumer.session.timeout.ms");
            config.remove("consumer.heartbeat.interval.ms");
        }
        return config;
    }

    private static String lowerCase(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    KafkaStreamsMetrics metrics() {
        return metrics;
    }

    void start() {
        streams.start();
    }

    /// The partitions of the input that this instance folds now.
    Set<Integer> activePartitions(String topic) {
        return streams.metadataForLocalThreads()
                .stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .flatMap(task -> task.topicPartitions().stream())
                .filter(partition -> partition.topic().equals(topic))
                .map(TopicPartition::partition)
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /// Live unless every thread died; ready while running, which is to say restored and with partitions assigned.
    Health health() {
        KafkaStreams.State state = streams.state();
        boolean dead = state == KafkaStreams.State.ERROR || state == KafkaStreams.State.PENDING_ERROR;
        return Health.of(
                Health.live("streams", !dead, dead
                        ? "the stream threads died; the log says of what"
                        : "state " + state),
                Health.ready("restored", state == KafkaStreams.State.RUNNING, restoring.isEmpty()
                        ? "state " + state
                        : "restoring " + restoring.size() + " stores"));
    }

    /// Records still to be restored, by store and partition; empty when all is there.
    Map<String, Object> restoreProgress() {
        return new TreeMap<>(restoring);
    }

    /// Leaves the group, so that whoever comes next need not wait until this member times out.
    ///
    /// @return whether it closed in time
    boolean close(Duration within) {
        metrics.close();
        return streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(within));
    }

    private synchronized StreamThreadExceptionResponse onThreadDeath(Throwable cause) {
        Instant now = clock.instant();
        replacements.add(now);
        while (replacements.getFirst().plus(REPLACEMENT_WINDOW).isBefore(now)) {
            replacements.removeFirst();
        }
        if (replacements.size() > MAX_REPLACEMENTS) {
            LOG.error("a stream thread died, the {}th within {} s: giving up", replacements.size(),
                    REPLACEMENT_WINDOW.toSeconds(), cause);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.error("a stream thread died and is replaced", cause);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /// Follows restores for `/status`.
    private final class RestoreProgress implements StateRestoreListener {
        @Override
        public void onRestoreStart(TopicPartition partition, String store, long from, long to) {
            if (to > from) {
                restoring.put(key(partition, store), to - from);
            }
        }

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long upTo, long count) {
            restoring.computeIfPresent(key(partition, store), (_, left) -> Math.max(0, left - count));
        }

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long total) {
            restoring.remove(key(partition, store));
        }

        @Override
        public void onRestoreSuspended(TopicPartition partition, String store, long total) {
            restoring.remove(key(partition, store));
        }

        private static String key(TopicPartition partition, String store) {
            return store + "-" + partition.partition();
        }
    }
}
