package io.starkbeat.standalone.faults;

import io.starkbeat.standalone.FreePort;
import io.starkbeat.standalone.Starkbeat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The whole system, each service and the broker a process of its own, each with a port and a folder that stay when it
/// is killed.
final class Site implements AutoCloseable {
    static final String TOPIC_PREFIX = "faults.";
    /// Short, so that claims of the dead run out within a fault's time.
    static final Duration OFFLINE_AFTER = Duration.ofSeconds(5);

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
    private static final int BROKER_HEAP = 384;
    private static final int SERVICE_HEAP = 256;

    private final FaultPlan plan;
    private final Path folder;
    private final Http http = new Http();
    private final int kafkaPort = FreePort.next();
    private final int gatewayPort = FreePort.next();
    private final int queryPort = FreePort.next();
    private final int gatewayManagement = FreePort.next();
    private final Place broker;
    private final Place gateway;
    private final Place aggregator;
    private final Place secondAggregator;
    private final Place query;

    /// @param folder for data and logs
    Site(FaultPlan plan, Path folder) {
        this.plan = plan;
        this.folder = folder;
        broker = new Place("broker", folder, (_, log) -> ChildJvm.start(log, Map.of(), BROKER_HEAP,
                List.of(BrokerMain.class.getName(), folder.resolve("kafka").toString(), Integer.toString(kafkaPort))),
                process -> process.said().lines().anyMatch(BrokerMain.UP::equals));
        gateway = service("gateway", "gateway", gatewayManagement);
        aggregator = service("aggregator", "aggregator", FreePort.next());
        secondAggregator = service("second-aggregator", "aggregator", FreePort.next());
        query = service("query", "query", FreePort.next());
    }

    private Place service(String name, String command, int managementPort) {
        return new Place(name, folder, (instance, log) -> ChildJvm.start(log, environment(instance, managementPort),
                SERVICE_HEAP, List.of(Starkbeat.class.getName(), command)),
                _ -> http.get(managementPort, "/health/ready", ANSWER_WITHIN).isPresent());
    }

    /// Of any service: each takes what it knows.
    private Map<String, String> environment(String instance, int managementPort) {
        var environment = new HashMap<>(settings());
        environment.putAll(plan.kafka());
        environment.put("INSTANCE_ID", instance);
        environment.put("MANAGEMENT_PORT", Integer.toString(managementPort));
        environment.put("STATE_DIR", folder.resolve("state-" + instance).toString());
        environment.put("GATEWAY_PORT", Integer.toString(gatewayPort));
        environment.put("QUERY_PORT", Integer.toString(queryPort));
        environment.put("LISTEN_HOST", "127.0.0.1");
        environment.put("ADDRESS_KEY_SECRET", "a secret for these tests only");
        // All sessions come from two addresses.
        environment.put("MAX_SESSIONS_PER_ADDRESS", "100000");
        environment.put("MAX_PEER_IDS_PER_ADDRESS", "100000");
        environment.put("PROCESSING_GUARANTEE", plan.guarantee());
        environment.put("KAFKA_PRODUCER_INTERCEPTOR_CLASSES", HaltBetween.class.getName());
        environment.put(HaltBetween.FILE, haltFile().toString());
        return environment;
    }

    /// What the services and whoever checks them have to agree on.
    Map<String, String> settings() {
        return Map.of("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers(), "TOPIC_PREFIX", TOPIC_PREFIX, "TOPIC_PARTITIONS",
                Integer.toString(plan.partitions()), "OFFLINE_AFTER", OFFLINE_AFTER.toSeconds() + "s",
                // The least there is: what nodes without a name leave behind is forgotten during the longer runs.
                "FORGET_UNNAMED_AFTER", "1m");
    }

    /// Starts all but the second aggregator, and waits until they are ready.
    void start() {
        broker.start();
        broker.awaitReady();
        var services = List.of(gateway, aggregator, query);
        services.forEach(Place::start);
        services.forEach(Place::awaitReady);
    }

    Place broker() {
        return broker;
    }

    Place gateway() {
        return gateway;
    }

    Place aggregator() {
        return aggregator;
    }

    Place secondAggregator() {
        return secondAggregator;
    }

    Place query() {
        return query;
    }

    String bootstrapServers() {
        return "127.0.0.1:" + kafkaPort;
    }

    int gatewayPort() {
        return gatewayPort;
    }

    int queryPort() {
        return queryPort;
    }

    /// A counter or gauge of the gateway that lives now, by the end of its name.
    long gatewayMetric(String name) {
        var metrics = http.get(gatewayManagement, "/metrics", ANSWER_WITHIN)
                .orElseThrow(() -> new AssertionError("the gateway does not tell its metrics"));
        return metrics.lines()
                .filter(line -> line.startsWith("starkbeat_gateway_" + name))
                .mapToLong(line -> Math.round(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))))
                .sum();
    }

    /// Has the aggregator end between changelog and output, after so many outputs.
    void haltAggregatorAfter(int outputs) {
        write(haltFile(), Integer.toString(outputs));
    }

    void haltNoMore() {
        try {
            Files.deleteIfExists(haltFile());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Path haltFile() {
        return folder.resolve("halt-after");
    }

    private static void write(Path file, String text) {
        try {
            // In one step: whoever looks for the file must not find it empty.
            var complete = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
            Files.move(complete, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        // Readers first, so that their logs do not end in complaints about the others.
        Stream.of(query, secondAggregator, aggregator, gateway, broker).forEach(Place::close);
        http.close();
    }
}
