package io.starkbeat.kit.service;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.starkbeat.kit.health.Health;
import io.starkbeat.kit.settings.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A service whose steps a test writes; it notes each step in the list that the test gives.
final class StubService implements Service, ServiceDefinition {
    interface Step {
        void run() throws Exception;
    }

    private final String name;
    private final List<String> notes;
    private Step onStart = () -> {};
    private Step onStopAccepting = () -> {};
    private Step onStop = () -> {};
    private Supplier<Health> health = Health::of;
    private MeterBinder metrics = registry -> {};

    StubService(String name, List<String> notes) {
        this.name = name;
        this.notes = notes;
    }

    StubService onStart(Step step) {
        onStart = step;
        return this;
    }

    StubService onStopAccepting(Step step) {
        onStopAccepting = step;
        return this;
    }

    StubService onStop(Step step) {
        onStop = step;
        return this;
    }

    StubService health(Supplier<Health> now) {
        health = now;
        return this;
    }

    StubService metrics(MeterBinder binder) {
        metrics = binder;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int managementPort() {
        return 9180;
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(Setting.secret("STUB_SECRET", 4, "Nobody shall see it").defaultsTo("none"),
                Setting.port("STUB_PORT", "Listens").defaultsTo("0"));
    }

    @Override
    public Service create(ServiceContext context) {
        context.bind(metrics);
        return this;
    }

    @Override
    public void start() throws Exception {
        notes.add(name + " start");
        onStart.run();
    }

    @Override
    public Health health() {
        return health.get();
    }

    @Override
    public Map<String, Object> status() {
        return Map.of("restored", 0.5);
    }

    @Override
    public void stopAccepting() throws Exception {
        notes.add(name + " stopAccepting");
        onStopAccepting.run();
    }

    @Override
    public void stop() throws Exception {
        notes.add(name + " stop");
        onStop.run();
    }

    @Override
    public Duration stopWithin() {
        return Duration.ofMillis(500);
    }
}
