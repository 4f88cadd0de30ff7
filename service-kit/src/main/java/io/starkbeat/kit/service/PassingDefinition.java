package io.starkbeat.kit.service;

import io.starkbeat.kit.settings.Setting;
import java.util.List;
import java.util.function.UnaryOperator;

/// A definition whose services pass through a function; see [ServiceDefinition#passing].
record PassingDefinition(ServiceDefinition definition, UnaryOperator<Service> through) implements ServiceDefinition {

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
        return through.apply(definition.create(context));
    }
}
