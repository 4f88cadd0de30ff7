package io.starkbeat.benchmarks;

import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Option;

/// How long JMH measures, as the command line says, and what it tells of allocation.
final class JmhRun {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    @Option(names = "--forks", paramLabel = "N", defaultValue = "2", description = "JVMs for each figure, one after the other (default: ${DEFAULT-VALUE}).")
    private int forks;

    @Option(names = "--iterations", paramLabel = "N", defaultValue = "5", description = "Measurements in each JVM, after as many to warm it (default: ${DEFAULT-VALUE}).")
    private int iterations;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "2", description = "Length of each (default: ${DEFAULT-VALUE}).")
    private int seconds;

    /// Runs all benchmarks of a class.
    Collection<RunResult> of(Class<?> benchmarks, int threads) throws RunnerException {
        return new Runner(new OptionsBuilder().include(benchmarks.getName() + "\\.")
                .forks(forks)
                .threads(threads)
                .warmupIterations(iterations)
                .warmupTime(TimeValue.seconds(seconds))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.seconds(seconds))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .build()).run();
    }

    /// Bytes for each call.
    static double allocated(RunResult result) {
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        return allocated == null ? Double.NaN : allocated.getScore();
    }
}
