package io.starkbeat.kit.service;

import io.starkbeat.kit.StartException;
import io.starkbeat.kit.health.ServiceHealth;
import io.starkbeat.kit.kafka.KafkaFaults;
import io.starkbeat.kit.management.ManagementServer;
import io.starkbeat.kit.service.RunningService.Phase;
import io.starkbeat.kit.settings.Setting;
import io.starkbeat.kit.settings.SettingValues;
import io.starkbeat.kit.settings.SettingsReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One or several services in this JVM, with one Vert.x, one metrics registry and one management server for all.
///
/// [#start()] has the management server listen first and then starts the services one after the other, in the order
/// given, which is that of the data's way. [#stop()] turns the process unready, has all services stop accepting, waits
/// out `DRAIN_FOR`, and stops them in reverse. It may be called from any thread, also while `start` still runs: that is
/// then interrupted. Instances are used once.
public final class ServiceProcess implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ServiceProcess.class);

    /// Closing Vert.x closes sockets, which takes milliseconds; what takes longer is left to the end of the JVM.
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private final List<ServiceDefinition> definitions;
    private final SettingValues values;
    private final ProcessSettings settings;
    private final List<Setting<?>> processSettings;
    private final InstantSource clock = InstantSource.system();
    private final Instant createdAt = clock.instant();

    private final List<RunningService> services = new CopyOnWriteArrayList<>();
    private final AtomicBoolean startCalled = new AtomicBoolean();
    private final AtomicBoolean stopCalled = new AtomicBoolean();
    private final CountDownLatch startLeft = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean orderly = true;
    private volatile @Nullable Thread starter;
    private volatile @Nullable Vertx vertx;
    private volatile @Nullable ProcessMetrics metrics;
    private volatile @Nullable ManagementServer management;

    private ServiceProcess(List<ServiceDefinition> definitions, List<Setting<?>> processSettings, SettingValues values,
            ProcessSettings settings) {
        this.definitions = definitions;
        this.processSettings = processSettings;
        this.values = values;
        this.settings = settings;
    }

    /// Reads the settings of the process and of all its services. Opens nothing.
    ///
    /// @param environment usually `System.getenv()`, possibly with a launcher's additions
    /// @param definitions at least one, in the order of data's way; the first one's `MANAGEMENT_PORT` is the default
    /// @throws io.starkbeat.kit.settings.SettingsException with a line for each bad variable of any of them
    public static ServiceProcess of(Map<String, String> environment, List<? extends ServiceDefinition> definitions) {
        int defaultPort = definitions.getFirst().managementPort();
        List<Setting<?>> ofProcess = ProcessSettings.all(defaultPort);
        List<Setting<?>> all = new ArrayList<>(ofProcess);
        definitions.forEach(definition -> all.addAll(definition.settings()));
        SettingValues values = SettingsReader.read(environment, all);
        return new ServiceProcess(List.copyOf(definitions), ofProcess, values,
                ProcessSettings.from(values, defaultPort));
    }

    /// Starts all and returns when every service runs. Blocks, so it is not for an event loop. When it fails, all that
    /// was started has been stopped again.
    ///
    /// @throws StartException       for what an operator can mend
    /// @throws InterruptedException if the process was told to stop meanwhile
    /// @throws Exception            whatever else a service threw: a defect. So is an error of the JVM (a class or a native
    ///                              library that cannot be loaded)
    public void start() throws Exception {
        if (!startCalled.compareAndSet(false, true)) {
            throw new IllegalStateException("a process is started once");
        }
        starter = Thread.currentThread();
        try {
            startAll();
        } catch (StartException | InterruptedException | Error failed) {
            leaveStart();
            stop();
            throw failed;
        } catch (Exception failed) {
            leaveStart();
            stop();
            throw KafkaFaults.explain(failed).<Exception>map(fault -> fault).orElse(failed);
        }
        leaveStart();
    }

    private void startAll() throws Exception {
        long begun = System.nanoTime();
        Vertx vertx = Vertx.vertx();
        this.vertx = vertx;
        ProcessMetrics metrics = new ProcessMetrics();
        this.metrics = metrics;
        for (ServiceDefinition definition : definitions) {
            ServiceContext context = new ServiceContext(vertx, metrics.registry(), values, settings.listenHost(),
                    clock, metrics::bind);
            services.add(new RunningService(definition, definition.create(context)));
        }
        ManagementServer management = new ManagementServer(vertx, this::health, this::status, metrics.registry());
        this.management = management;
        refuseWhenToldToStop();
        management.listen(settings.listenHost(), settings.managementPort());
        log.info("Starkbeat {}: health, status and metrics on port {}", Version.CURRENT, management.actualPort());
        for (RunningService service : services) {
            refuseWhenToldToStop();
            start(service);
        }
        log.info("ready in {} ms", millisSince(begun));
    }

    private static void start(RunningService service) throws Exception {
        long begun = System.nanoTime();
        service.enter(Phase.STARTING);
        log.info("{}: starting", service.name());
        try {
            service.service().start();
        } catch (Exception | Error failed) {
            service.enter(Phase.FAILED);
            throw failed;
        }
        service.enter(Phase.RUNNING);
        log.info("{}: started in {} ms", service.name(), millisSince(begun));
    }

    private void refuseWhenToldToStop() throws InterruptedException {
        if (stopCalled.get()) {
            throw new InterruptedException("told to stop while starting");
        }
    }

    private synchronized void leaveStart() {
        starter = null;
        startLeft.countDown();
    }

    private synchronized void interruptStart() {
        Thread starting = starter;
        if (starting != null) {
            starting.interrupt();
        }
    }

    /// The port of the management server.
    ///
    /// @throws IllegalStateException if it has not been started
    public int managementPort() {
        ManagementServer server = management;
        if (server == null) {
            throw new IllegalStateException("the process has not been started");
        }
        return server.actualPort();
    }

    /// Stops all in order and returns when that is done, in bounded time. Called again, it waits for the first call.
    ///
    /// @return whether every service stopped by itself, in time and without an error
    public boolean stop() {
        if (stopCalled.compareAndSet(false, true)) {
            try {
                stopAll();
            } catch (InterruptedException cut) {
                log.warn("the stop was interrupted: what was not flushed is left as it is");
                orderly = false;
                Thread.currentThread().interrupt();
            } finally {
                stopped.countDown();
            }
        } else {
            awaitStopped();
        }
        return orderly;
    }

    private void stopAll() throws InterruptedException {
        if (startCalled.get() && startLeft.getCount() > 0) {
            log.info("told to stop while starting");
            interruptStart();
            if (!startLeft.await(settings.stopWithin().toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("the start does not let go; stopping what it has begun");
            }
        }
        List<RunningService> begun = services.stream().filter(each -> each.phase() != Phase.WAITING).toList();
        orderly = new StopSequence(begun, settings).run();
        // One after the other, and not as one chain of futures: the server's future lives on an event loop, and what is
        // chained to it is never told once Vert.x has ended that loop.
        ManagementServer server = management;
        if (server != null) {
            awaitClosed("the management server", server.close());
        }
        Vertx open = vertx;
        if (open != null) {
            awaitClosed("Vert.x", open.close());
        }
        ProcessMetrics registry = metrics;
        if (registry != null) {
            registry.close();
        }
        log.info(orderly ? "stopped" : "stopped, not in order: see above");
    }

    private static void awaitClosed(String what, Future<?> closing) throws InterruptedException {
        try {
            closing.toCompletionStage().toCompletableFuture().get(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            log.warn("{} could not be closed", what, failed);
        }
    }

    /// Waits until [#stop()] has run to its end, whoever called it.
    public void awaitStopped() {
        boolean interrupted = false;
        while (true) {
            try {
                stopped.await();
                break;
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }

    private List<ServiceHealth> health() {
        return services.stream().map(each -> new ServiceHealth(each.name(), each.health())).toList();
    }

    private Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("version", Version.CURRENT);
        status.put("started_at", createdAt.toString());
        status.put("settings", new LinkedHashMap<String, Object>(values.shown(processSettings)));
        Map<String, Object> each = new LinkedHashMap<>();
        for (RunningService service : services) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("phase", service.phase().name().toLowerCase(Locale.ROOT));
            one.put("details", service.service().status());
            one.put("settings", new LinkedHashMap<String, Object>(values.shown(service.definition().settings())));
            each.put(service.name(), one);
        }
        status.put("services", each);
        return status;
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }
}
