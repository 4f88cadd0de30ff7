package io.starkbeat.standalone.faults;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// What came of one fault: a line of the table.
///
/// @param received   records in the log
/// @param missing    of what was accepted
/// @param different  nodes of which log, `node-state` and API do not say the same
/// @param standstill the longest time in which a reader saw nothing new of some node, from the fault on
/// @param took       from the first load to the last check
/// @param complaints what is not as it has to be, in words
record Outcome(Fault fault, long seed, long received, long missing, long different, Duration standstill, Duration took,
        List<String> complaints) {

    static Outcome failed(Fault fault, long seed, Duration took, Throwable why) {
        return new Outcome(fault, seed, 0, 0, 0, Duration.ZERO, took, List.of(why.toString()));
    }

    static String table(String guarantee, List<Outcome> outcomes) {
        var text = new StringBuilder("Faults under " + guarantee + "\n\n")
                .append(String.format("%-22s %5s %9s %8s %10s %13s %7s%n", "fault", "seed", "received", "missing",
                        "different", "standstill s", "took s"));
        outcomes.forEach(each -> text.append(each.line()));
        return text.toString();
    }

    private String line() {
        var line = new StringBuilder(String.format(Locale.ROOT, "%-22s %5d %9d %8d %10d %13.1f %7.1f%n",
                fault.name().toLowerCase(Locale.ROOT), seed, received, missing, different,
                standstill.toMillis() / 1_000.0, took.toMillis() / 1_000.0));
        complaints.forEach(complaint -> line.append("    ").append(complaint).append(System.lineSeparator()));
        return line.toString();
    }
}
