package io.starkbeat.benchmarks;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/// Sends messages with a height that nobody else reports, and reads the list again and again until it holds each. Works
/// on the caller's thread: the same read serves all that is watched for, so that watching is no load of its own.
final class Watch {
    /// A message that is not seen by then counts as lost: the measurement has to end.
    static final Duration LOST_AFTER = Duration.ofSeconds(10);

    /// Twelve digits each, far from any height that the load reports.
    private static final long FIRST_HEIGHT = 700_000_000_000L;
    private static final int HEIGHT_DIGITS = 12;

    private final Load load;
    private final NodesReader reader;
    private final long pollEvery;
    private final Deque<Probe> watched = new ArrayDeque<>();
    private final Histogram seen = new Histogram(3);
    private final Histogram reads = new Histogram(3);
    private long lost;
    private long failedReads;
    private int lastBodyBytes;

    private record Probe(long height, long due, boolean measured) {}

    /// What came of it, in the time measured.
    ///
    /// @param seen from due to visible, in microseconds
    /// @param reads from request to the body's last byte, in microseconds
    record Result(Histogram seen, long lost, Histogram reads, long failedReads, int lastBodyBytes) {}

    Watch(Load load, NodesReader reader, Duration pollEvery) {
        this.load = load;
        this.reader = reader;
        this.pollEvery = pollEvery.toNanos();
    }

    /// Returns when the time is over and each message was seen or lost.
    ///
    /// @param start as [System#nanoTime()], as are the others
    void run(int perSecond, long start, long measureFrom, long end) throws InterruptedException {
        var apart = TimeUnit.SECONDS.toNanos(1) / perSecond;
        // Two runs against one Starkbeat must not look for the same heights.
        var height = FIRST_HEIGHT + Math.floorMod(System.currentTimeMillis(), 100_000_000L) * 1_000;
        var number = 0;
        var due = start;
        var nextRead = start;
        while (due - end < 0 || !watched.isEmpty()) {
            var now = System.nanoTime();
            while (due - now <= 0 && due - end < 0) {
                height++;
                // In turn: a session's height is not replaced before all others had theirs.
                load.probe(number++, height);
                watched.add(new Probe(height, due, due - measureFrom >= 0));
                due += apart;
            }
            if (!watched.isEmpty() && nextRead - now <= 0) {
                nextRead = now + pollEvery;
                read(now - measureFrom >= 0);
            }
            var wake = watched.isEmpty() ? due : due - end < 0 ? Math.min(due, nextRead) : nextRead;
            if (Thread.interrupted()) {
                throw new InterruptedException("the measurement was cut short");
            }
            LockSupport.parkNanos(wake - System.nanoTime());
        }
    }

    private void read(boolean measured) throws InterruptedException {
        var begun = System.nanoTime();
        byte[] body;
        try {
            body = reader.read();
        } catch (BenchException failed) {
            failedReads++;
            body = new byte[0];
        }
        var now = System.nanoTime();
        lastBodyBytes = body.length;
        if (measured) {
            reads.recordValue((now - begun) / 1_000);
        }
        var shown = heights(body);
        for (var probes = watched.iterator(); probes.hasNext();) {
            var probe = probes.next();
            if (shown.contains(probe.height)) {
                probes.remove();
                if (probe.measured) {
                    seen.recordValue((now - probe.due) / 1_000);
                }
            } else if (now - probe.due > LOST_AFTER.toNanos()) {
                probes.remove();
                if (probe.measured) {
                    lost++;
                }
            }
        }
    }

    /// All numbers of as many digits as a watched height has. One pass, however many are watched for: a search for each
    /// would cost the more the later they come, and take the processor from what is measured.
    static Set<Long> heights(byte[] body) {
        var found = new HashSet<Long>();
        var number = 0L;
        var digits = 0;
        for (var at = 0; at <= body.length; at++) {
            if (at < body.length && body[at] >= '0' && body[at] <= '9') {
                number = number * 10 + body[at] - '0';
                digits++;
            } else if (digits > 0) {
                if (digits == HEIGHT_DIGITS) {
                    found.add(number);
                }
                number = 0;
                digits = 0;
            }
        }
        return found;
    }

    Result result() {
        return new Result(seen, lost, reads, failedReads, lastBodyBytes);
    }
}
