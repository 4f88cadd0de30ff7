package io.starkbeat.benchmarks;

import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// How long it takes from the moment at which a message is due to the moment at which each of many readers of the live feed
/// has it, while many sessions report. Each message carries a number of its own, and each reader looks for all of them.
///
/// A reader is told the newest state of each node; where one node reports twice in a window of the feed, the first of both
/// messages is never seen, and is no loss. With more sessions than messages a second there are no such nodes.
@Command(name = "feed", mixinStandardHelpOptions = true, sortOptions = false, description = "Sessions report at a steady rate; measures how soon each reader of the live feed is told.")
final class FeedProbe implements Callable<Integer> {
    private static final Duration SUBSCRIBE_WITHIN = Duration.ofSeconds(60);
    private static final long FIRST_MARK = 700_000_000_000L;
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);
    /// For what was sent last.
    private static final Duration AFTERWARDS = Duration.ofSeconds(3);

    @Mixin
    private final LoadOptions load = new LoadOptions(2_000, 200);

    @Option(names = "--feed", paramLabel = "URL", defaultValue = "http://127.0.0.1:8081/api/nodes/stream", description = "What to subscribe to (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private URI feed;

    @Option(names = "--readers", paramLabel = "N", defaultValue = "1000", description = "Readers, each with a connection of its own (default: ${DEFAULT-VALUE}).")
    private int readers;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Wanted.atLeast(spec, "--readers", readers, 1);
        return load.measure(spec, load.threads(), this::measure);
    }

    private boolean measure(Vertx vertx, PrintWriter out) throws InterruptedException {
        // Marks of two runs against one Starkbeat must not be taken for each other.
        long firstMark = FIRST_MARK + Math.floorMod(System.currentTimeMillis(), 100_000_000L) * 1_000;
        AtomicLongArray due = new AtomicLongArray((load.warmUp() + load.duration()) * load.rate() + load.threads());
        Histogram told = new ConcurrentHistogram(LONGEST_MICROS, 3);
        AtomicLong measured = new AtomicLong(Long.MAX_VALUE);
        LongConsumer mark = read -> {
            long number = read - firstMark;
            if (number >= 0 && number < due.length()) {
                long since = due.get((int) number);
                if (since != 0 && since - measured.get() >= 0) {
                    told.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - since) / 1_000));
                }
            }
        };
        Load sessions = load.connect(vertx);
        FeedReaders subscribed = FeedReaders.subscribe(vertx, feed, readers, load.threads(), mark, SUBSCRIBE_WITHIN);
        Report.say(out, "%d sessions and %d readers connected; %d s of warm-up, then %d s measured", load.sessions(),
                readers, load.warmUp(), load.duration());
        LongAdder marked = new LongAdder();
        int lanes = Math.min(load.threads(), load.sessions());
        long start = System.nanoTime();
        measured.set(load.measureFrom(start));
        sessions.start(load.rate(), start, measured.get(), load.end(start), (session, lane, number, dueAt) -> {
            int all = Math.toIntExact(number * lanes + lane);
            due.set(all, dueAt);
            if (dueAt - measured.get() >= 0) {
                marked.increment();
            }
            return session.marked(number, firstMark + all);
        });
        TimeUnit.NANOSECONDS.sleep(load.end(start) - System.nanoTime());
        long bytes = subscribed.bytes();
        Thread.sleep(AFTERWARDS);
        print(out, told, marked.sum(), subscribed, bytes, sessions.result());
        return told.getTotalCount() > 0;
    }

    private void print(PrintWriter out, Histogram told, long marked, FeedReaders subscribed, long bytes,
            Load.Result sent) {
        Report.say(out, "due -> told      %s", Report.percentiles(told));
        Report.say(out, "events           %d of %d (%d messages to %d readers)", told.getTotalCount(), marked * readers,
                marked, readers);
        Report.say(out, "read             %.1f MB/s in all", bytes / 1e6 / (load.warmUp() + load.duration()));
        Report.load(out, sent, load);
        Report.say(out, "errors           %s, %d readers lost", Report.errors(sent), subscribed.lost());
    }
}
