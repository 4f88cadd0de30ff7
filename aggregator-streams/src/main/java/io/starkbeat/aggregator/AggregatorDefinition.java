package io.starkbeat.aggregator;

import io.starkbeat.kit.service.Service;
import io.starkbeat.kit.service.ServiceContext;
import io.starkbeat.kit.service.ServiceDefinition;
import io.starkbeat.kit.settings.Setting;
import java.util.List;

/// What a process needs to know of the aggregator.
public final class AggregatorDefinition implements ServiceDefinition {
    private static final int MANAGEMENT_PORT = 9182;

    @Override
    public String name() {
        return "aggregator";
    }

    @Override
    public int managementPort() {
        return MANAGEMENT_PORT;
    }

    @Override
    public List<Setting<?>> settings() {
        return AggregatorSettings.all();
    }

    @Override
    public Service create(ServiceContext context) {
        return new AggregatorService(context);
    }
}
