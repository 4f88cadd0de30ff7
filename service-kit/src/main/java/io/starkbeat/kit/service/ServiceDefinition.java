package io.starkbeat.kit.service;

import io.starkbeat.kit.settings.Setting;
import java.util.List;

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
}
