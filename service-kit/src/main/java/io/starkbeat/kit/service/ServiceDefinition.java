package io.starkbeat.kit.service;

import io.starkbeat.kit.settings.Setting;
import java.util.List;
import java.util.function.UnaryOperator;

/// What a process needs to know of a service to run it. One per service module, with a constructor without arguments.
public interface ServiceDefinition {
    /// One lower-case word: `gateway`, `aggregator`, `query`. It names the service in logs, health and status.
    String name();

    /// `MANAGEMENT_PORT` when this service has a process of its own.
    int managementPort();

    /// All settings of the service, those of Kafka included; not those of the process ([ProcessSettings]).
    List<Setting<?>> settings();

    /// Makes the service. Reads its settings from the context, opens nothing yet.
    ///
    /// @throws io.starkbeat.kit.settings.SettingsException if settings contradict each other
    Service create(ServiceContext context);

    /// The same definition, but what it makes passes through a function: to be kept hold of, or wrapped in another.
    ///
    /// @param through given each service that is made; what it answers is run
    default ServiceDefinition passing(UnaryOperator<Service> through) {
        return new PassingDefinition(this, through);
    }
}
