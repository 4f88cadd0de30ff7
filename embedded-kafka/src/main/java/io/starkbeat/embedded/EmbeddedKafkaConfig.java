package io.starkbeat.embedded;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// What an [EmbeddedKafka] shall be: how many nodes, where its data lie, on which ports it listens.
///
/// Start from [#ephemeral()] or [#persistent(Path, int)] and change what differs.
///
/// @param nodes how many nodes, 1 to 9, each broker and controller in one; replication is the smaller of 3 and this
/// @param dataFolder where data are kept from run to run; null: a folder of the system's temporary place, deleted at
///        close
/// @param port where clients reach the first node, the others at the ports that follow; 0: ports that the system
///        chooses
/// @param properties further broker properties, by Kafka's names; they win over ours
public record EmbeddedKafkaConfig(int nodes, @Nullable Path dataFolder, int port, Map<String, String> properties) {

    /// Nine nodes in one process are already more than anyone tests with; a larger number is a slip.
    private static final int MOST_NODES = 9;

    /// @throws IllegalArgumentException when a number is out of its range, or a property is one that the embedded
    ///         Kafka must set itself
    public EmbeddedKafkaConfig {
        if (nodes < 1 || nodes > MOST_NODES) {
            throw new IllegalArgumentException("nodes is " + nodes + "; it must be 1 to " + MOST_NODES);
        }
        if (port < 0 || port + nodes - 1 > 65_535) {
            throw new IllegalArgumentException(
                    "port is " + port + " for " + nodes
                            + " node(s); ports go from 1 to 65535 (0: chosen by the system)");
        }
        properties = Map.copyOf(properties);
        for (var name : properties.keySet()) {
            if (BrokerProperties.isOurs(name)) {
                throw new IllegalArgumentException(
                        "the broker property " + name + " is set by the embedded Kafka itself and cannot be given");
            }
        }
    }

    /// One node on ports that the system chooses, data deleted at close: for tests.
    public static EmbeddedKafkaConfig ephemeral() {
        return new EmbeddedKafkaConfig(1, null, 0, Map.of());
    }

    /// One node whose data outlive the process.
    ///
    /// @param dataFolder made when missing; nothing but this Kafka may live in it
    /// @param port where clients reach it on 127.0.0.1, 1 to 65535; 0: chosen by the system
    public static EmbeddedKafkaConfig persistent(Path dataFolder, int port) {
        return new EmbeddedKafkaConfig(1, dataFolder.toAbsolutePath().normalize(), port, Map.of());
    }

    public EmbeddedKafkaConfig withNodes(int nodes) {
        return new EmbeddedKafkaConfig(nodes, dataFolder, port, properties);
    }

    /// Sets a broker property, by Kafka's name.
    public EmbeddedKafkaConfig withProperty(String name, String value) {
        var all = new LinkedHashMap<>(properties);
        all.put(name, value);
        return new EmbeddedKafkaConfig(nodes, dataFolder, port, all);
    }
}
