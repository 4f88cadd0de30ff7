package io.starkbeat.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The command `bench` in this process, and what it said.
final class BenchRun {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final int exit;

    /// @param command what is measured, and where
    BenchRun(List<String> command, String... options) {
        List<String> args = new ArrayList<>(command);
        args.addAll(List.of(options));
        exit = Bench.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(args.toArray(String[]::new));
    }

    int exit() {
        return exit;
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    /// The first number that the pattern's group finds in what was said.
    int number(String pattern) {
        var matcher = Pattern.compile(pattern).matcher(out());
        assertThat(matcher.find()).as("%s in %s", pattern, out()).isTrue();
        return Integer.parseInt(matcher.group(1));
    }
}
