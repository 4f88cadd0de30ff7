package io.starkbeat.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CatchUpIT {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void foldsTheWholeBacklogInEachRun() {
        assertThat(bench("--records=2000", "--sessions=50", "--runs=1")).isZero();

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString().lines().toList()).satisfiesExactly(
                run -> assertThat(run)
                        .matches("run 1: read [\\d,]+ records/s, folded [\\d,]+ records/s, ratio [\\d.]+"),
                median -> assertThat(median).startsWith("median of 1 runs: folding takes "));
    }

    @Test
    void refusesWhatIsNoBacklog() {
        assertThat(bench("--records=0")).isEqualTo(2);

        assertThat(err.toString()).contains("--records is 0").hasLineCount(1);
    }

    private int bench(String... options) {
        String[] args = new String[options.length + 1];
        args[0] = "catch-up";
        System.arraycopy(options, 0, args, 1, options.length);
        return Bench.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
