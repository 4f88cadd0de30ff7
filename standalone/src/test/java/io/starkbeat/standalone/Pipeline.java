package io.starkbeat.standalone;

import static org.awaitility.Awaitility.await;

import io.starkbeat.aggregator.AggregatorDefinition;
import io.starkbeat.embedded.junit.KafkaCluster;
import io.starkbeat.gateway.GatewayDefinition;
import io.starkbeat.gateway.GatewayService;
import io.starkbeat.kit.service.Service;
import io.starkbeat.kit.service.ServiceDefinition;
import io.starkbeat.kit.service.ServiceProcess;
import io.starkbeat.query.QueryDefinition;
import io.starkbeat.query.QueryService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// All services in this JVM, on ports that the system chose.
final class Pipeline implements AutoCloseable {
    static final int PARTITIONS = 3;

    private final Map<String, Service> services = new ConcurrentHashMap<>();
    private final ServiceProcess process;

    private Pipeline(Map<String, String> environment) {
        process = ServiceProcess.of(environment,
                List.of(kept(new GatewayDefinition()), new AggregatorDefinition(), kept(new QueryDefinition())));
    }

    /// Services know the ports that they were given.
    private ServiceDefinition kept(ServiceDefinition definition) {
        return definition.passing(service -> {
            services.put(definition.name(), service);
            return service;
        });
    }

    /// The environment of a pipeline on a broker: ports that the system chooses, on this machine only.
    ///
    /// @param topicPrefix of its topics, which no other pipeline has
    /// @param state       for the aggregator's files
    static Map<String, String> environment(KafkaCluster kafka, String topicPrefix, Path state) {
        return Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(), "TOPIC_PREFIX", topicPrefix,
                "TOPIC_PARTITIONS", String.valueOf(PARTITIONS), "STATE_DIR", state.toString(), "LISTEN_HOST",
                "127.0.0.1", "MANAGEMENT_PORT", "0", "GATEWAY_PORT", "0", "QUERY_PORT", "0", "ADDRESS_KEY_SECRET",
                "a secret for this test only");
    }

    static Pipeline start(Map<String, String> environment) throws Exception {
        var pipeline = new Pipeline(environment);
        pipeline.process.start();
        return pipeline;
    }

    /// Returns when all services are ready.
    void awaitReady() {
        try (var management = new Api(managementPort())) {
            // Build machines are busy.
            await().atMost(Duration.ofSeconds(60)).until(() -> management.get("/health/ready").statusCode() == 200);
        }
    }

    int gatewayPort() {
        return ((GatewayService) services.get("gateway")).port();
    }

    int queryPort() {
        return ((QueryService) services.get("query")).port();
    }

    int managementPort() {
        return process.managementPort();
    }

    @Override
    public void close() {
        process.close();
    }
}
