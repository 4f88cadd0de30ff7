package io.starkbeat.benchmarks;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/// How results are told: a line each, with the same words for the same things.
final class Report {
    private static final double LAST = 100;

    private Report() {}

    /// The middle, the usual worst, and the worst, in ms.
    ///
    /// @param micros of microseconds
    static String percentiles(Histogram micros) {
        return Stream.of(50.0, 95.0, 99.0, LAST)
                .map(percentile -> String.format(Locale.ROOT, "%s %.1f",
                        percentile == LAST ? "max" : "p" + percentile.intValue(),
                        micros.getValueAtPercentile(percentile) / 1_000.0))
                .collect(Collectors.joining(", ", "", " ms"));
    }

    /// What the sessions sent.
    static void load(PrintWriter out, Load.Result sent, LoadOptions wanted) {
        say(out, "load             %d messages, %.1f/s of %d/s wanted; sent late by %s", sent.sent(),
                (double) sent.sent() / wanted.duration(), wanted.rate(), percentiles(sent.lateness()));
    }

    /// What went wrong with it.
    static String errors(Load.Result sent) {
        return String.format(Locale.ROOT, "%d sessions lost, %d messages not sent, %d messages refused",
                sent.sessionsLost(), sent.notSent(), sent.refused());
    }

    @SuppressWarnings("AnnotateFormatMethod")
    static void say(PrintWriter out, String line, Object... values) {
        out.println(String.format(Locale.ROOT, line, values));
        out.flush();
    }
}
