package io.starkbeat.kit.kafka;

import io.starkbeat.kit.settings.Secret;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the operator hands to Kafka's clients: `KAFKA_SECURITY_PROTOCOL` is their `security.protocol`.
///
/// A client is given the names that it knows. Names that no client knows go to Kafka Streams alone (`num.stream.threads`,
/// `producer.linger.ms`), which ignores what it does not know: an environment often holds `KAFKA_HOME`, or the
/// `KAFKA_PORT` that Kubernetes sets for a service called kafka.
public final class PassThrough {
    private static final Logger log = LoggerFactory.getLogger(PassThrough.class);

    static final String PREFIX = "KAFKA_";

    private static final ConfigDef PRODUCER = ProducerConfig.configDef();
    private static final ConfigDef CONSUMER = ConsumerConfig.configDef();
    private static final ConfigDef ADMIN = AdminClientConfig.configDef();

    /// What only the service can know: who it is, and how it writes and reads. Set from outside, two clients would
    /// share one identity.
    private static final Set<String> OURS = Set.of("client.id", "group.id", "transactional.id", "application.id",
            "key.serializer", "value.serializer", "key.deserializer", "value.deserializer", "enable.auto.commit");

    private final SortedMap<String, String> byName;

    private PassThrough(SortedMap<String, String> byName) {
        this.byName = byName;
    }

    /// Takes what the environment says, leaves out what a service must decide by itself, and warns of it.
    ///
    /// @param variables by their names in the environment, `KAFKA_…`
    static PassThrough of(Map<String, String> variables) {
        SortedMap<String, String> byName = new TreeMap<>();
        variables.forEach((variable, value) -> {
            String name = configName(variable);
            String fixed = ClientLaws.FIXED.get(name);
            if (OURS.contains(name)) {
                log.warn("{} is ignored: {} is decided by each service", variable, name);
            } else if (fixed == null) {
                byName.put(name, value);
            } else if (!fixed.equals(value)) {
                log.warn("{} is ignored: {} stays {}, or what was accepted could be lost or read twice", variable,
                        name, fixed);
            }
        });
        return new PassThrough(byName);
    }

    /// `security.protocol` for `KAFKA_SECURITY_PROTOCOL`.
    static String configName(String variable) {
        return variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /// Whether a variable's value may be shown: Kafka knows it and does not call it a password.
    static boolean mayBeShown(String variable) {
        String name = configName(variable);
        return Stream.of(PRODUCER, CONSUMER, ADMIN)
                .map(definition -> definition.configKeys().get(name))
                .anyMatch(key -> key != null && key.type != ConfigDef.Type.PASSWORD);
    }

    Map<String, String> forProducer() {
        return knownTo(PRODUCER);
    }

    Map<String, String> forConsumer() {
        return knownTo(CONSUMER);
    }

    Map<String, String> forAdmin() {
        return knownTo(ADMIN);
    }

    /// For Kafka Streams: what one kind of client alone knows stands behind that client's prefix, where it outranks
    /// the values of ours that stand there too.
    Map<String, String> forStreams() {
        SortedMap<String, String> config = new TreeMap<>();
        byName.forEach((name, value) -> config.put(prefix(name) + name, value));
        return config;
    }

    private static String prefix(String name) {
        boolean producer = PRODUCER.names().contains(name);
        boolean consumer = CONSUMER.names().contains(name);
        if (producer == consumer) {
            return "";
        }
        return producer ? "producer." : "consumer.";
    }

    private Map<String, String> knownTo(ConfigDef definition) {
        return byName.entrySet()
                .stream()
                .filter(entry -> definition.names().contains(entry.getKey()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// Names with their values where these may be shown.
    @Override
    public String toString() {
        SortedMap<String, String> shown = new TreeMap<>(byName);
        shown.replaceAll((name, value) -> mayBeShown(PREFIX + name) ? value : Secret.HIDDEN);
        return shown.toString();
    }
}
