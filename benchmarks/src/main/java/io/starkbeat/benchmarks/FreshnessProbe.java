package io.starkbeat.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// How long it takes from the moment at which a message is due to the moment at which `GET /api/nodes` shows it, while many
/// sessions report.
///
/// The time counts from when the message should have been sent, not from when it was: a generator or a socket that
/// stalls is part of the wait, as it would be for a node (no coordinated omission). What a read adds is in the figures too:
/// on average one and a half reads and half of `--poll-every`.
@Command(name = "freshness", mixinStandardHelpOptions = true, sortOptions = false, description = "Sessions report at a steady rate; measures how soon a message is visible on /api/nodes.")
final class FreshnessProbe implements Callable<Integer> {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(60);

    @Option(names = "--gateway", paramLabel = "URL", defaultValue = "ws://127.0.0.1:8080/submit", description = "Where to report (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private URI gateway;

    @Option(names = "--query", paramLabel = "URL", defaultValue = "http://127.0.0.1:8081/api/nodes", description = "Where to read (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private URI query;

    @Option(names = "--sessions", paramLabel = "N", defaultValue = "1000", description = "Sessions, each a node of its own (default: ${DEFAULT-VALUE}). The gateway must allow one address so many: "
            + "MAX_SESSIONS_PER_ADDRESS, MAX_PEER_IDS_PER_ADDRESS.")
    private int sessions;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "1000", description = "Messages per second of all sessions together (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--warm-up", paramLabel = "SECONDS", defaultValue = "30", description = "Load that is not measured, first (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--duration", paramLabel = "SECONDS", defaultValue = "60", description = "Time measured (default: ${DEFAULT-VALUE}).")
    private int duration;

    @Option(names = "--probes", paramLabel = "N", defaultValue = "20", description = "Messages per second that are watched for (default: ${DEFAULT-VALUE}).")
    private int probes;

    @Option(names = "--poll-every", paramLabel = "MS", defaultValue = "5", description = "The pace of reads while one is watched for (default: ${DEFAULT-VALUE}).")
    private int pollEvery;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "2", description = "Event loops of the load (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Wanted.atLeast(spec, "--sessions", sessions, 1);
        Wanted.atLeast(spec, "--rate", rate, 1);
        Wanted.atLeast(spec, "--warm-up", warmUp, 0);
        Wanted.atLeast(spec, "--duration", duration, 1);
        Wanted.atLeast(spec, "--probes", probes, 1);
        Wanted.atLeast(spec, "--poll-every", pollEvery, 0);
        Wanted.atLeast(spec, "--threads", threads, 1);
        var out = spec.commandLine().getOut();
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(threads));
        try {
            var reader = new NodesReader(query);
            reader.read();
            var load = Load.connect(vertx, gateway, sessions, threads, CONNECT_WITHIN);
            say(out, "%d sessions connected; %d s of warm-up, then %d s measured", sessions, warmUp, duration);
            var start = System.nanoTime();
            var measureFrom = start + TimeUnit.SECONDS.toNanos(warmUp);
            var end = measureFrom + TimeUnit.SECONDS.toNanos(duration);
            load.start(rate, start, measureFrom, end);
            var sight = new Watch(load, reader, Duration.ofMillis(pollEvery));
            sight.run(probes, start, measureFrom, end);
            print(out, sight.result(), load.result());
            return sight.result().seen().getTotalCount() == 0 ? 1 : 0;
        } catch (BenchException failed) {
            spec.commandLine().getErr().println("starkbeat: " + failed.getMessage());
            return 1;
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().orTimeout(5, TimeUnit.SECONDS)
                    .exceptionally(_ -> null).join();
        }
    }

    private void print(PrintWriter out, Watch.Result watch, Load.Result load) {
        say(out, "due -> visible   %s", percentiles(watch.seen()));
        say(out, "probes           %d seen, %d lost (not visible within %d s)", watch.seen().getTotalCount(),
                watch.lost(),
                Watch.LOST_AFTER.toSeconds());
        say(out, "load             %d messages, %.1f/s of %d/s wanted; sent late by %s", load.sent(),
                (double) load.sent() / duration, rate, percentiles(load.lateness()));
        say(out, "reads            %d GETs, %s; body %d KiB", watch.reads().getTotalCount(), percentiles(watch.reads()),
                watch.lastBodyBytes() / 1024);
        say(out, "errors           %d sessions lost, %d messages not sent, %d messages refused, %d reads failed",
                load.sessionsLost(), load.notSent(), load.refused(), watch.failedReads());
    }

    private static String percentiles(Histogram micros) {
        return List.of(50.0, 95.0, 99.0, 100.0)
                .stream()
                .map(percentile -> String.format(Locale.ROOT, "%s %.1f",
                        percentile == 100 ? "max" : "p" + percentile.intValue(),
                        micros.getValueAtPercentile(percentile) / 1_000.0))
                .reduce((left, right) -> left + ", " + right)
                .orElseThrow() + " ms";
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private static void say(PrintWriter out, String line, Object... values) {
        out.println(String.format(Locale.ROOT, line, values));
        out.flush();
    }
}
