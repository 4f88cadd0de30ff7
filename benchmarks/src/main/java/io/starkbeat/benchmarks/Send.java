package io.starkbeat.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What sending telemetry costs a node's threads, alone and against each other: runs [SendBenchmark].
@Command(name = "send", mixinStandardHelpOptions = true, sortOptions = false, description = "Sends telemetry through the client library's handle, by one thread and by several at once.")
final class Send implements Callable<Integer> {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    @Option(names = "--threads", paramLabel = "N", split = ",", defaultValue = "1,4", description = "How many threads send at once (default: ${DEFAULT-VALUE}).")
    private final List<Integer> threads = new ArrayList<>();

    @Option(names = "--forks", paramLabel = "N", defaultValue = "1", description = "JVMs for each figure, one after the other (default: ${DEFAULT-VALUE}).")
    private int forks;

    @Option(names = "--iterations", paramLabel = "N", defaultValue = "5", description = "Measurements in each JVM, after as many to warm it (default: ${DEFAULT-VALUE}).")
    private int iterations;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "1", description = "Length of each (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws RunnerException {
        var lines = new ArrayList<String>();
        for (var count : threads) {
            var options = new OptionsBuilder().include(SendBenchmark.class.getName() + "\\.")
                    .forks(forks)
                    .threads(count)
                    .warmupIterations(iterations)
                    .warmupTime(TimeValue.seconds(seconds))
                    .measurementIterations(iterations)
                    .measurementTime(TimeValue.seconds(seconds))
                    .addProfiler(GCProfiler.class)
                    .shouldFailOnError(true)
                    .build();
            for (var result : new Runner(options).run()) {
                lines.add(line(count, result));
            }
        }
        var out = spec.commandLine().getOut();
        out.println();
        lines.forEach(out::println);
        out.flush();
        return 0;
    }

    private static String line(int threads, RunResult result) {
        var allocated = result.getSecondaryResults().get(ALLOCATED);
        return "%d threads  %-5s %,8.1f ns a send on average, %,.1f in the best measurement, %,.1f bytes allocated"
                .formatted(threads,
                        result.getPrimaryResult().getLabel(), result.getPrimaryResult().getScore(),
                        result.getPrimaryResult().getStatistics().getMin(),
                        allocated == null ? Double.NaN : allocated.getScore());
    }
}
