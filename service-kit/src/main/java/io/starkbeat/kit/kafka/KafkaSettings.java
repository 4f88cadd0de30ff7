package io.starkbeat.kit.kafka;

import io.starkbeat.kit.settings.HostPort;
import io.starkbeat.kit.settings.Setting;
import io.starkbeat.kit.settings.SettingValues;
import io.starkbeat.kit.settings.SettingsReader;
import io.starkbeat.schemas.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Where Kafka is, how the topics are called, and the settings of each kind of client.
///
/// The maps that [#producer], [#consumer], [#admin] and [#streams] return are the caller's own: it may add to them
/// (a group id, a larger buffer), and it gives serializers to the client's constructor.
///
/// @param bootstrapServers first servers to ask, at least one
/// @param passThrough      what the operator hands to the clients
/// @param topicPrefix      stands before every topic's name, with its own separator at the end
/// @param topicPartitions  partitions of a joined topic when it is created
/// @param topicReplication replicas of a topic when it is created; without it 3, or as many as there are brokers
public record KafkaSettings(List<HostPort> bootstrapServers, PassThrough passThrough, String topicPrefix,
        int topicPartitions, Optional<Integer> topicReplication) {

    static final Setting<List<HostPort>> BOOTSTRAP_SERVERS = Setting
            .hostPorts("KAFKA_BOOTSTRAP_SERVERS", "Kafka's servers to ask first")
            .defaultsTo("localhost:9092");
    static final Setting<Map<String, String>> PASS_THROUGH = Setting.family(PassThrough.PREFIX,
            "any setting of Kafka's clients", PassThrough::mayBeShown,
            "handed to Kafka's clients: `KAFKA_SECURITY_PROTOCOL` is their `security.protocol`");
    static final Setting<String> TOPIC_PREFIX = Setting
            // A topic's name has at most 249 characters (Kafka's Topic.MAX_NAME_LENGTH), ours end in up to 23.
            .text("TOPIC_PREFIX", Pattern.compile("[a-zA-Z0-9._-]{1,200}"),
                    "up to 200 of the characters a-z, A-Z, 0-9, dot, underscore and hyphen",
                    "Stands before the name of every topic")
            .defaultsTo("starkbeat.");
    static final Setting<Integer> TOPIC_PARTITIONS = Setting
            .integer("TOPIC_PARTITIONS", 1, 1000,
                    "Partitions of the joined topics when they are created; existing topics keep theirs")
            .defaultsTo("12");
    static final Setting<Optional<Integer>> TOPIC_REPLICATION = Setting
            .integer("TOPIC_REPLICATION", 1, 100, "Replicas of a topic when it is created")
            .optional("min(3, brokers)");

    public KafkaSettings {
        bootstrapServers = List.copyOf(bootstrapServers);
    }

    /// All that this record is read from.
    public static List<Setting<?>> all() {
        return List.of(BOOTSTRAP_SERVERS, PASS_THROUGH, TOPIC_PREFIX, TOPIC_PARTITIONS, TOPIC_REPLICATION);
    }

    public static KafkaSettings from(SettingValues values) {
        return new KafkaSettings(values.get(BOOTSTRAP_SERVERS), PassThrough.of(values.get(PASS_THROUGH)),
                values.get(TOPIC_PREFIX), values.get(TOPIC_PARTITIONS), values.get(TOPIC_REPLICATION));
    }

    /// Reads this record alone, for tools and tests; a service reads all its settings together.
    ///
    /// @throws io.starkbeat.kit.settings.SettingsException if a variable cannot be used
    public static KafkaSettings read(Map<String, String> environment) {
        return from(SettingsReader.read(environment, all()));
    }

    /// A topic's full name, for example `starkbeat.node-telemetry`.
    public String topic(Topic topic) {
        return topic.in(topicPrefix);
    }

    /// The servers as Kafka's clients want them, separated by commas.
    public String bootstrap() {
        return bootstrapServers.stream().map(HostPort::toString).collect(Collectors.joining(","));
    }

    /// Settings of a producer: acknowledged by all replicas, idempotent, snappy, batches of up to 5 ms and 128 kB, no
    /// expiry; `send` blocks for 5 s at most.
    public Map<String, Object> producer(String clientId) {
        return ClientLaws.producer(bootstrap(), passThrough, clientId);
    }

    /// Settings of a consumer: reads what is committed, creates no topic, commits nothing by itself. It has no group.
    public Map<String, Object> consumer(String clientId) {
        return ClientLaws.consumer(bootstrap(), passThrough, clientId);
    }

    /// Settings of an admin client that answers within 10 s or fails.
    public Map<String, Object> admin(String clientId) {
        return ClientLaws.admin(bootstrap(), passThrough, clientId);
    }

    /// Settings of Kafka Streams and its clients; guarantee, commit interval, stores, and threads are the application's.
    public Map<String, Object> streams(String applicationId, String clientId) {
        return ClientLaws.streams(bootstrap(), passThrough, applicationId, clientId);
    }
}
