package io.starkbeat.kit.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.starkbeat.kit.settings.SettingValues;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.function.Consumer;

/// What a process gives to each of its services; all of it is shared among them.
public final class ServiceContext {
    private final Vertx vertx;
    private final MeterRegistry meters;
    private final SettingValues settings;
    private final String listenHost;
    private final InstantSource clock;
    private final Consumer<MeterBinder> binders;

    ServiceContext(Vertx vertx, MeterRegistry meters, SettingValues settings, String listenHost, InstantSource clock,
            Consumer<MeterBinder> binders) {
        this.vertx = vertx;
        this.meters = meters;
        this.settings = settings;
        this.listenHost = listenHost;
        this.clock = clock;
        this.binders = binders;
    }

    /// The one Vert.x; closed by the process after all services have stopped.
    public Vertx vertx() {
        return vertx;
    }

    /// Where meters are registered; `/metrics` shows them.
    public MeterRegistry meters() {
        return meters;
    }

    /// The settings that the service's definition declares, read and found good.
    public SettingValues settings() {
        return settings;
    }

    /// The address on which servers listen, `0.0.0.0` unless `LISTEN_HOST` says otherwise.
    public String listenHost() {
        return listenHost;
    }

    /// The time of day.
    public InstantSource clock() {
        return clock;
    }

    /// Binds a client's own metrics, for example Micrometer's `new KafkaClientMetrics(producer)` or
    /// `new KafkaStreamsMetrics(streams)`, and closes the binder when the process ends.
    public void bind(MeterBinder metrics) {
        binders.accept(metrics);
    }
}
