package io.starkbeat.standalone;

import io.starkbeat.aggregator.AggregatorDefinition;
import io.starkbeat.gateway.GatewayDefinition;
import io.starkbeat.gateway.GatewayService;
import io.starkbeat.kit.service.Service;
import io.starkbeat.kit.service.ServiceContext;
import io.starkbeat.kit.service.ServiceDefinition;
import io.starkbeat.kit.service.ServiceProcess;
import io.starkbeat.kit.settings.Setting;
import io.starkbeat.query.QueryDefinition;
import io.starkbeat.query.QueryService;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// All services in this JVM, on ports that the system chose.
final class Pipeline implements AutoCloseable {
    private final Kept gateway = new Kept(new GatewayDefinition());
    private final Kept query = new Kept(new QueryDefinition());
    private final ServiceProcess process;

    private Pipeline(Map<String, String> environment) {
        process = ServiceProcess.of(environment, List.of(gateway, new AggregatorDefinition(), query));
    }

    static Pipeline start(Map<String, String> environment) throws Exception {
        var pipeline = new Pipeline(environment);
        pipeline.process.start();
        return pipeline;
    }

    int gatewayPort() {
        return ((GatewayService) gateway.service()).port();
    }

    int queryPort() {
        return ((QueryService) query.service()).port();
    }

    int managementPort() {
        return process.managementPort();
    }

    @Override
    public void close() {
        process.close();
    }

    /// Keeps the service that a definition makes, since it knows its port.
    private static final class Kept implements ServiceDefinition {
        private final ServiceDefinition definition;
        private @Nullable Service service;

        Kept(ServiceDefinition definition) {
            this.definition = definition;
        }

        Service service() {
            return Objects.requireNonNull(service);
        }

        @Override
        public String name() {
            return definition.name();
        }

        @Override
        public int managementPort() {
            return definition.managementPort();
        }

        @Override
        public List<Setting<?>> settings() {
            return definition.settings();
        }

        @Override
        public Service create(ServiceContext context) {
            var made = definition.create(context);
            service = made;
            return made;
        }
    }
}
