package io.starkbeat.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// The options of a benchmark under which many sessions report at a steady rate.
final class LoadOptions {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(60);

    @Option(names = "--gateway", paramLabel = "URL", defaultValue = "ws://127.0.0.1:8080/submit", description = "Where to report (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private URI gateway;

    @Option(names = "--sessions", paramLabel = "N", description = "Sessions, each a node of its own (default: ${DEFAULT-VALUE}). The gateway must allow one address so many: "
            + "MAX_SESSIONS_PER_ADDRESS, MAX_PEER_IDS_PER_ADDRESS.")
    private int sessions;

    @Option(names = "--rate", paramLabel = "N", description = "Messages per second of all sessions together (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--warm-up", paramLabel = "SECONDS", defaultValue = "30", description = "Load that is not measured, first (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--duration", paramLabel = "SECONDS", defaultValue = "60", description = "Time measured (default: ${DEFAULT-VALUE}).")
    private int duration;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "2", description = "Event loops of the load (default: ${DEFAULT-VALUE}).")
    private int threads;

    /// @param sessions the default
    /// @param rate     the default, in messages per second
    LoadOptions(int sessions, int rate) {
        this.sessions = sessions;
        this.rate = rate;
    }

    /// What is measured under the load.
    @FunctionalInterface
    interface Measurement {
        /// Opens the sessions ([LoadOptions#connect]), measures and tells.
        ///
        /// @return whether anything was measured
        /// @throws BenchException when that is not possible
        boolean run(Vertx vertx, PrintWriter out) throws InterruptedException;
    }

    /// Measures, and tells in one line why that was not possible.
    ///
    /// @param moreThreads event loops of others than the load
    /// @return the command's exit code
    int measure(CommandSpec spec, int moreThreads, Measurement measurement) throws InterruptedException {
        check(spec);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(threads + moreThreads));
        try {
            return measurement.run(vertx, spec.commandLine().getOut()) ? 0 : 1;
        } catch (BenchException failed) {
            spec.commandLine().getErr().println("starkbeat: " + failed.getMessage());
            return 1;
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().orTimeout(5, TimeUnit.SECONDS)
                    .exceptionally(_ -> null).join();
        }
    }

    /// Refuses what makes no sense.
    private void check(CommandSpec spec) {
        Wanted.atLeast(spec, "--sessions", sessions, 1);
        Wanted.atLeast(spec, "--rate", rate, 1);
        Wanted.atLeast(spec, "--warm-up", warmUp, 0);
        Wanted.atLeast(spec, "--duration", duration, 1);
        Wanted.atLeast(spec, "--threads", threads, 1);
    }

    /// Opens all sessions.
    ///
    /// @throws BenchException when that does not succeed
    Load connect(Vertx vertx) throws InterruptedException {
        return Load.connect(vertx, gateway, sessions, threads, CONNECT_WITHIN);
    }

    int sessions() {
        return sessions;
    }

    int rate() {
        return rate;
    }

    /// In seconds.
    int warmUp() {
        return warmUp;
    }

    /// In seconds.
    int duration() {
        return duration;
    }

    int threads() {
        return threads;
    }

    /// When the measured time begins.
    ///
    /// @param start of the load, as [System#nanoTime()]
    long measureFrom(long start) {
        return start + TimeUnit.SECONDS.toNanos(warmUp);
    }

    /// When it ends.
    long end(long start) {
        return measureFrom(start) + TimeUnit.SECONDS.toNanos(duration);
    }
}
