package io.starkbeat.standalone.up;

import io.starkbeat.kit.health.Health;
import io.starkbeat.kit.health.Health.Check;
import io.starkbeat.kit.service.Service;
import io.starkbeat.kit.service.ServiceContext;
import io.starkbeat.kit.service.ServiceDefinition;
import io.starkbeat.kit.settings.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A service whose start is told on the terminal and takes until it is ready: the next one, and the person, rely on it.
public final class AnnouncedDefinition implements ServiceDefinition {
    /// A start that takes longer than this goes on without waiting: the health says what is still missing.
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final ServiceDefinition definition;
    private final Voice voice;

    public AnnouncedDefinition(ServiceDefinition definition, Voice voice) {
        this.definition = definition;
        this.voice = voice;
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
        return new Announced(name(), definition.create(context), voice);
    }

    private record Announced(String name, Service service, Voice voice) implements Service {
        @Override
        public void start() throws Exception {
            var begun = System.nanoTime();
            voice.starts(name);
            try {
                service.start();
                while (!service.health().isReady() && millisSince(begun) < READY_WITHIN.toMillis()) {
                    Thread.sleep(LOOK_EVERY);
                }
            } catch (Exception failed) {
                voice.started("did not start");
                throw failed;
            }
            var missing = service.health()
                .checks()
                .stream()
                .filter(check -> !check.ok())
                .map(Check::detail)
                .collect(Collectors.joining("; "));
            voice.started(missing.isEmpty()
                    ? "ready after " + Voice.seconds(millisSince(begun))
                    : "started, not ready yet: " + missing);
        }

        private static long millisSince(long nanos) {
            return (System.nanoTime() - nanos) / 1_000_000;
        }

        @Override
        public Health health() {
            return service.health();
        }

        @Override
        public Map<String, Object> status() {
            return service.status();
        }

        @Override
        public void stopAccepting() throws Exception {
            voice.stopping();
            service.stopAccepting();
        }

        @Override
        public void stop() throws Exception {
            service.stop();
            voice.stopped(name);
        }

        @Override
        public Duration stopWithin() {
            return service.stopWithin();
        }
    }
}
