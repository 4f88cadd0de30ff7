package io.starkbeat.kit.service;

import io.starkbeat.kit.health.Health;
import io.starkbeat.kit.health.Health.Check;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A service and where it stands in its life. Written by the threads that start and stop it, read by the management
/// server's.
final class RunningService {
    private static final Logger log = LoggerFactory.getLogger(RunningService.class);

    enum Phase {
        WAITING("waits for its turn to start"),
        STARTING("starting"),
        RUNNING("running"),
        FAILED(
                "did not start"),
        STOPPING("stopping"),
        STOPPED("stopped");

        private final String inWords;

        Phase(String inWords) {
            this.inWords = inWords;
        }
    }

    private final ServiceDefinition definition;
    private final Service service;
    private volatile Phase phase = Phase.WAITING;
    private volatile boolean healthFailed;

    RunningService(ServiceDefinition definition, Service service) {
        this.definition = definition;
        this.service = service;
    }

    String name() {
        return definition.name();
    }

    ServiceDefinition definition() {
        return definition;
    }

    Service service() {
        return service;
    }

    Phase phase() {
        return phase;
    }

    void enter(Phase next) {
        phase = next;
    }

    /// The service's own health behind a check of ours, which keeps work away while it does not run.
    Health health() {
        Phase now = phase;
        List<Check> checks = new ArrayList<>();
        checks.add(Health.ready("lifecycle", now == Phase.RUNNING, now.inWords));
        try {
            checks.addAll(service.health().checks());
            healthFailed = false;
        } catch (RuntimeException defect) {
            if (!healthFailed) {
                log.error("{}: its health could not be read", name(), defect);
            }
            healthFailed = true;
            checks.add(Health.ready("health", false, "could not be read: " + defect));
        }
        return new Health(checks);
    }
}
