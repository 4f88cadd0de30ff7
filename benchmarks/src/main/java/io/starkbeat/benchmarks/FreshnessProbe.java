package io.starkbeat.benchmarks;

import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    @Mixin
    private final LoadOptions load = new LoadOptions(1_000, 1_000);

    @Option(names = "--query", paramLabel = "URL", defaultValue = "http://127.0.0.1:8081/api/nodes", description = "Where to read (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private URI query;

    @Option(names = "--probes", paramLabel = "N", defaultValue = "20", description = "Messages per second that are watched for (default: ${DEFAULT-VALUE}).")
    private int probes;

    @Option(names = "--poll-every", paramLabel = "MS", defaultValue = "5", description = "The pace of reads while one is watched for (default: ${DEFAULT-VALUE}).")
    private int pollEvery;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Wanted.atLeast(spec, "--probes", probes, 1);
        Wanted.atLeast(spec, "--poll-every", pollEvery, 0);
        return load.measure(spec, 0, this::measure);
    }

    private boolean measure(Vertx vertx, PrintWriter out) throws InterruptedException {
        var reader = new NodesReader(query);
        reader.read();
        var sessions = load.connect(vertx);
        Report.say(out, "%d sessions connected; %d s of warm-up, then %d s measured", load.sessions(), load.warmUp(),
                load.duration());
        var start = System.nanoTime();
        var measureFrom = load.measureFrom(start);
        var end = load.end(start);
        sessions.start(load.rate(), start, measureFrom, end, (session, _, number, _) -> session.load(number));
        var sight = new Watch(sessions, reader, Duration.ofMillis(pollEvery));
        sight.run(probes, start, measureFrom, end);
        print(out, sight.result(), sessions.result());
        return sight.result().seen().getTotalCount() > 0;
    }

    private void print(PrintWriter out, Watch.Result watch, Load.Result sent) {
        Report.say(out, "due -> visible   %s", Report.percentiles(watch.seen()));
        Report.say(out, "probes           %d seen, %d lost (not visible within %d s)", watch.seen().getTotalCount(),
                watch.lost(), Watch.LOST_AFTER.toSeconds());
        Report.load(out, sent, load);
        Report.say(out, "reads            %d GETs, %s; body %d KiB", watch.reads().getTotalCount(),
                Report.percentiles(watch.reads()), watch.lastBodyBytes() / 1024);
        Report.say(out, "errors           %s, %d reads failed", Report.errors(sent), watch.failedReads());
    }
}
