package io.starkbeat.standalone.up;

import io.starkbeat.kit.service.Version;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What `up` says on the terminal: a line for each part that starts, then where everything is, and that it stops.
public final class Voice {
    private final PrintStream out;
    private final List<String> told = new ArrayList<>();
    private boolean saidStopping;

    public Voice(PrintStream out) {
        this.out = out;
    }

    /// A line of the closing block.
    public record Line(String what, String where) {}

    /// The first word.
    public void greet() {
        out.println("Starkbeat " + Version.CURRENT + " starts:");
    }

    synchronized void tell(String name, String outcome) {
        told.add(name);
        out.printf("  %-11s%s%n", name, outcome);
    }

    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
    }

    /// The block that ends the start.
    public void tellWhereAllIs(List<Line> lines) {
        var block = new StringBuilder(
                "\nUp after " + seconds(ManagementFactory.getRuntimeMXBean().getUptime()) + ".\n");
        lines.forEach(line -> block.append(String.format("  %-18s%s%n", line.what, line.where)));
        out.println(block.append("Ctrl-C stops it; its data are kept."));
    }

    synchronized void stopping() {
        if (!saidStopping) {
            saidStopping = true;
            out.println("\nStopping, Kafka last …");
        }
    }

    /// The first that started is the last that stops.
    synchronized void stopped(String name) {
        if (saidStopping && !told.isEmpty() && name.equals(told.getFirst())) {
            out.println("Stopped.");
        }
    }
}
