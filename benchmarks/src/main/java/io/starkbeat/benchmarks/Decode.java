package io.starkbeat.benchmarks;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What the gateway's decoding and encoding cost for each message, beside a tree of it: runs [DecodeBenchmark] in JVMs of
/// their own, one thread each.
@Command(name = "decode", mixinStandardHelpOptions = true, sortOptions = false, description = "Decodes messages into records, beside a plain tree of the same messages.")
final class Decode implements Callable<Integer> {
    private static final double NANOS_A_SECOND = 1e9;

    @Mixin
    private final JmhRun run = new JmhRun();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws RunnerException {
        report(run.of(DecodeBenchmark.class, 1), spec.commandLine().getOut());
        return 0;
    }

    private static void report(Collection<RunResult> results, PrintWriter out) {
        Map<String, Map<String, RunResult>> byMessage = new TreeMap<>();
        for (RunResult result : results) {
            byMessage.computeIfAbsent(result.getParams().getParam("message"), _ -> new TreeMap<>())
                    .put(result.getPrimaryResult().getLabel(), result);
        }
        out.println();
        byMessage.forEach((message, ways) -> {
            RunResult ours = ways.get("ours");
            RunResult tree = ways.get("tree");
            if (ours != null && tree != null) {
                out.printf("%-13s %,d messages/s on one core, %,.0f bytes allocated each; a tree %,d/s, %,.0f bytes%n",
                        message, rate(ours), JmhRun.allocated(ours), rate(tree), JmhRun.allocated(tree));
                out.printf("%-13s %.2f times its rate, %.2f of its allocation%n", "",
                        nanos(tree) / nanos(ours), JmhRun.allocated(ours) / JmhRun.allocated(tree));
            }
        });
        out.flush();
    }

    private static long rate(RunResult result) {
        return Math.round(NANOS_A_SECOND / nanos(result));
    }

    private static double nanos(RunResult result) {
        return result.getPrimaryResult().getScore();
    }
}
