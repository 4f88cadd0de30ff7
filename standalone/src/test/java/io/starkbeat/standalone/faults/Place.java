package io.starkbeat.standalone.faults;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Where one process of the system stands: its ports and folders stay, its processes come and go. Used by one thread.
final class Place implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);

    private final String name;
    private final Path folder;
    private final Launch launch;
    private final Predicate<ChildJvm> isReady;
    private int runs;
    private @Nullable ChildJvm process;

    /// How a process of this place is started.
    @FunctionalInterface
    interface Launch {
        /// @param instance what this run of it is called
        /// @param log where it writes to
        ChildJvm start(String instance, Path log);
    }

    Place(String name, Path folder, Launch launch, Predicate<ChildJvm> isReady) {
        this.name = name;
        this.folder = folder;
        this.launch = launch;
        this.isReady = isReady;
    }

    /// What the present run is called, for example `gateway-2` after the first has died.
    String instance() {
        return name + "-" + runs;
    }

    /// Starts a process, and does not wait for it.
    void start() {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException(instance() + " is still there");
        }
        runs++;
        process = launch.start(instance(), folder.resolve(instance() + ".log"));
    }

    void awaitReady() {
        await(instance() + " is ready").atMost(READY_WITHIN)
                .pollInterval(Duration.ofMillis(50))
                .failFast(() -> {
                    if (!process().isAlive()) {
                        throw new AssertionError(instance() + " ended; it said:\n" + process().said());
                    }
                })
                .until(() -> isReady.test(process()));
    }

    ChildJvm process() {
        if (process == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return process;
    }

    void kill() {
        process().kill();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
