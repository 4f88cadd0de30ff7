package io.starkbeat.standalone.demo;

import io.starkbeat.agent.telemetry.TelemetryConfig;
import io.starkbeat.agent.telemetry.TelemetryEndpoint;
import io.starkbeat.agent.telemetry.TelemetryListener;
import io.starkbeat.agent.telemetry.TelemetryService;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The reporting of one demo node, by the library that real ones are offered: it tells who it is, then blocks and load,
/// until it leaves. On its network's event loop, except for [#isConnected()].
final class DemoNode {
    private static final Logger log = LoggerFactory.getLogger(DemoNode.class);

    /// A spectator who restarts the gateway does not wait for minutes.
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration SLOWEST_RETRY = Duration.ofSeconds(10);
    private static final int VERBOSITY = 0;

    private final Vertx vertx;
    private final HttpClient client;
    private final DemoConfig config;
    private final SimulatedNode node;
    private final SplittableRandom random;
    private final InstantSource clock;
    private final ReportForm form;
    /// What it reports through; null while it is away.
    private @Nullable TelemetryService telemetry;
    /// The one whose connection stands; null when none does.
    private volatile @Nullable Object connected;

    /// @param client makes all nodes' connections
    DemoNode(Vertx vertx, HttpClient client, DemoConfig config, SimulatedNode node, SplittableRandom random,
            InstantSource clock) {
        this.vertx = vertx;
        this.client = client;
        this.config = config;
        this.node = node;
        this.random = random;
        this.clock = clock;
        this.form = node.profile().nested() ? ReportForm.NESTED : ReportForm.FLAT;
    }

    boolean isConnected() {
        return connected != null;
    }

    /// The node's process starts again after a leave.
    void comeBack() {
        node.boot(clock.instant());
        join();
    }

    /// Connects and stays so until it leaves.
    void join() {
        if (telemetry == null) {
            var service = new TelemetryService(TelemetryConfig.of(new TelemetryEndpoint(config.gateway(), VERBOSITY))
                    .withRetries(FIRST_RETRY, SLOWEST_RETRY)
                    .withHeaders(Map.of("User-Agent",
                            node.profile().client().toLowerCase(Locale.ROOT) + "/" + node.profile().version()))
                    .withListener(watch())
                    .withClient(client));
            telemetry = service;
            var now = clock.instant();
            send(service, node.identity());
            send(service, node.network(now));
            send(service, node.system(now));
            service.start();
            keepReportingBlocks(service);
            keepReportingLoad(service);
        }
    }

    /// The node's process ends.
    ///
    /// @return completes when the connection is closed, or the gateway has had its time for that
    Future<Void> leave() {
        var leaving = telemetry;
        telemetry = null;
        connected = null;
        return leaving == null ? Future.succeededFuture() : vertx.executeBlocking(() -> {
            leaving.close();
            return true;
        }, false).mapEmpty();
    }

    /// The connection is lost, the node's process goes on.
    void reconnect(Duration pause) {
        if (telemetry != null) {
            leave().onComplete(_ -> vertx.setTimer(pause.toMillis(), _ -> join()));
        }
    }

    private TelemetryListener watch() {
        return new TelemetryListener() {
            @Override
            public void connected(TelemetryEndpoint endpoint) {
                connected = this;
            }

            @Override
            public void disconnected(TelemetryEndpoint endpoint, String reason) {
                log.debug("demo node {}: {}", DemoNode.this, reason);
                if (connected == this) {
                    connected = null;
                }
            }
        };
    }

    private void keepReportingBlocks(TelemetryService service) {
        at(node.nextNetworkReport(clock.instant()), service, () -> {
            send(service, node.network(clock.instant()));
            keepReportingBlocks(service);
        });
    }

    private void keepReportingLoad(TelemetryService service) {
        // Not all nodes at the same moment, and none like clockwork.
        var wait = Math.round(config.liveliness().systemReports().toMillis() * random.nextDouble(0.85, 1.15));
        at(clock.instant().plusMillis(wait), service, () -> {
            send(service, node.system(clock.instant()));
            keepReportingLoad(service);
        });
    }

    private void at(Instant time, TelemetryService service, Runnable event) {
        var wait = Duration.between(clock.instant(), time).toMillis();
        vertx.setTimer(Math.max(1, wait), _ -> {
            if (service.equals(telemetry)) {
                event.run();
            }
        });
    }

    private void send(TelemetryService service, Report report) {
        service.handle().send(VERBOSITY, form.payload(report));
    }

    @Override
    public String toString() {
        return node.profile().name();
    }
}
