package io.starkbeat.aggregator;

import io.starkbeat.aggregator.fold.ForgettingRule;
import io.starkbeat.aggregator.topology.StoreKind;
import io.starkbeat.kit.kafka.KafkaSettings;
import io.starkbeat.kit.settings.InstanceId;
import io.starkbeat.kit.settings.LivenessSettings;
import io.starkbeat.kit.settings.Setting;
import io.starkbeat.kit.settings.SettingValues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// All settings of the aggregator.
///
/// @param kafka          where Kafka is and how the topics are called
/// @param liveness       how long a claim stays live
/// @param forgetting     how long nodes are kept
/// @param guarantee      what a crash may do to the state
/// @param commitInterval how long what was folded may stay unseen by readers of committed records
/// @param groupProtocol  how instances share the partitions
/// @param storeKind      where the state is kept
/// @param stateDir       where Kafka Streams keeps its files; without it a folder in the system's temporary one
/// @param instance       what this instance is called
public record AggregatorSettings(
        KafkaSettings kafka,
        LivenessSettings liveness,
        ForgettingRule forgetting,
        ProcessingGuarantee guarantee,
        Duration commitInterval,
        GroupProtocol groupProtocol,
        StoreKind storeKind,
        Optional<Path> stateDir,
        String instance) {

    /// What a crash may do to the state; the names are Kafka Streams'.
    public enum ProcessingGuarantee {
        /// State, output and offsets move together. Readers wait for each commit.
        EXACTLY_ONCE_V2(Duration.ofMillis(25)),
        /// Some tens of milliseconds sooner; after a crash readers may see a state twice. Nobody waits for a commit, which
        /// holds up the fold until all that it wrote is acknowledged; what a crash lets it fold again is passed over by
        /// `seq`.
        AT_LEAST_ONCE(Duration.ofSeconds(1));

        private final Duration commitInterval;

        ProcessingGuarantee(Duration commitInterval) {
            this.commitInterval = commitInterval;
        }
    }

    /// How instances share the partitions; the names are Kafka Streams'.
    public enum GroupProtocol {
        /// Members decide; allows the topology to change between versions.
        CLASSIC,
        /// The broker decides.
        STREAMS
    }

    static final Setting<Duration> FORGET_AFTER = Setting
            .duration("FORGET_AFTER", Duration.ofMinutes(1), Duration.ofDays(3650),
                    "A node with a peer id is forgotten when nothing was heard of it for so long")
            .defaultsTo("30d");
    static final Setting<Duration> FORGET_UNNAMED_AFTER = Setting
            .duration("FORGET_UNNAMED_AFTER", Duration.ofMinutes(1), Duration.ofDays(3650),
                    "The same for a node that names no peer id")
            .defaultsTo("1h");
    static final Setting<ProcessingGuarantee> PROCESSING_GUARANTEE = Setting
            .choice("PROCESSING_GUARANTEE", ProcessingGuarantee.class,
                    "What a crash may do: nothing, or repeat some states for a gain of some tens of milliseconds")
            .defaultsTo("exactly_once_v2");
    static final Setting<Optional<Duration>> COMMIT_INTERVAL = Setting
            .duration("COMMIT_INTERVAL", Duration.ofMillis(5), Duration.ofSeconds(5),
                    "How long a folded state may stay uncommitted; under exactly-once readers wait for it")
            .optional("25ms; 1s with at_least_once");
    static final Setting<GroupProtocol> STREAMS_GROUP_PROTOCOL = Setting
            .choice("STREAMS_GROUP_PROTOCOL", GroupProtocol.class,
                    "How aggregators share partitions; `streams` needs a new TOPIC_PREFIX when the topology changes")
            .defaultsTo("classic");
    static final Setting<StoreKind> STATE_STORE = Setting
            .choice("STATE_STORE", StoreKind.class,
                    "Where the aggregator keeps its state: on the heap, or on disk where it outgrows memory")
            .defaultsTo("memory");
    /// The reader of node states has a setting of the same name; both mean the folder of Kafka Streams' files.
    static final Setting<Optional<Path>> STATE_DIR = Setting
            .path("STATE_DIR", "Folder for the files of Kafka Streams")
            .optional("a folder in the system's temporary one");

    /// All that this record is read from.
    public static List<Setting<?>> all() {
        return Stream.of(KafkaSettings.all(), LivenessSettings.all(),
                List.of(FORGET_AFTER, FORGET_UNNAMED_AFTER, PROCESSING_GUARANTEE, COMMIT_INTERVAL,
                        STREAMS_GROUP_PROTOCOL, STATE_STORE, STATE_DIR, InstanceId.INSTANCE_ID))
                .<Setting<?>>flatMap(List::stream)
                .toList();
    }

    public static AggregatorSettings from(SettingValues values) {
        ProcessingGuarantee guarantee = values.get(PROCESSING_GUARANTEE);
        return new AggregatorSettings(KafkaSettings.from(values), LivenessSettings.from(values),
                new ForgettingRule(values.get(FORGET_AFTER), values.get(FORGET_UNNAMED_AFTER)),
                guarantee, values.get(COMMIT_INTERVAL).orElse(guarantee.commitInterval),
                values.get(STREAMS_GROUP_PROTOCOL), values.get(STATE_STORE), values.get(STATE_DIR),
                InstanceId.from(values));
    }

    /// The Kafka Streams application, and with it the consumer group: one per installation.
    public String applicationId() {
        return applicationId(kafka);
    }

    /// The same for who only looks on.
    public static String applicationId(KafkaSettings kafka) {
        return kafka.topicPrefix() + "aggregator";
    }
}
