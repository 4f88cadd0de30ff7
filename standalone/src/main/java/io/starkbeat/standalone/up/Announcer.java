package io.starkbeat.standalone.up;

import io.starkbeat.kit.health.Health;
import io.starkbeat.kit.health.Health.Check;
import io.starkbeat.kit.service.Service;
import io.starkbeat.kit.service.ServiceDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/// Tells on the terminal when each service is ready. A service that has started may still be restoring; the next one is
/// started meanwhile, because after a kill several of them wait for the same things to time out.
public final class Announcer {
    /// A start that takes longer than this is over for the one who waits: the line says what is still missing.
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final Voice voice;
    private final List<Announced> waitedFor = new CopyOnWriteArrayList<>();

    public Announcer(Voice voice) {
        this.voice = voice;
    }

    /// The same service, announced.
    public ServiceDefinition announce(ServiceDefinition definition) {
        return definition.passing(service -> new Announced(definition.name(), service));
    }

    /// Waits until all that have started are ready, or for as long as anyone waits.
    ///
    /// @return whether all are
    public boolean awaitReady() throws InterruptedException {
        var begun = System.nanoTime();
        tellWhoIsReady();
        while (!waitedFor.isEmpty() && System.nanoTime() - begun < READY_WITHIN.toNanos()) {
            Thread.sleep(LOOK_EVERY);
            tellWhoIsReady();
        }
        waitedFor.forEach(each -> voice.tell(each.name, "is not ready yet: " + each.missing()));
        return waitedFor.isEmpty();
    }

    /// In the order of their start.
    private void tellWhoIsReady() {
        while (!waitedFor.isEmpty() && waitedFor.getFirst().service.health().isReady()) {
            var ready = waitedFor.removeFirst();
            voice.tell(ready.name, "ready after " + Voice.seconds((System.nanoTime() - ready.begun) / 1_000_000));
        }
    }

    private final class Announced implements Service {
        private final String name;
        private final Service service;
        private long begun;

        Announced(String name, Service service) {
            this.name = name;
            this.service = service;
        }

        @Override
        public void start() throws Exception {
            begun = System.nanoTime();
            service.start();
            waitedFor.add(this);
            tellWhoIsReady();
        }

        String missing() {
            return health().checks()
                    .stream()
                    .filter(check -> !check.ok())
                    .map(Check::detail)
                    .collect(Collectors.joining("; "));
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
