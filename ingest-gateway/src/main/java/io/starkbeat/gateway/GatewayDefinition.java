package io.starkbeat.gateway;

import io.starkbeat.kit.service.ServiceContext;
import io.starkbeat.kit.service.ServiceDefinition;
import io.starkbeat.kit.settings.Setting;
import java.util.List;

/// The gateway as a process runs it.
public final class GatewayDefinition implements ServiceDefinition {
    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public int managementPort() {
        return 9180;
    }

    @Override
    public List<Setting<?>> settings() {
        return GatewaySettings.all();
    }

    @Override
    public GatewayService create(ServiceContext context) {
        return new GatewayService(context, GatewaySettings.from(context.settings()));
    }
}
