package io.starkbeat.standalone;

import io.starkbeat.aggregator.AggregatorDefinition;
import io.starkbeat.gateway.GatewayDefinition;
import io.starkbeat.gateway.GatewayService;
import io.starkbeat.kit.service.Service;
import io.starkbeat.kit.service.ServiceDefinition;
import io.starkbeat.kit.service.ServiceProcess;
import io.starkbeat.query.QueryDefinition;
import io.starkbeat.query.QueryService;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// All services in this JVM, on ports that the system chose.
final class Pipeline implements AutoCloseable {
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

    static Pipeline start(Map<String, String> environment) throws Exception {
        var pipeline = new Pipeline(environment);
        pipeline.process.start();
        return pipeline;
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
