package io.starkbeat.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What sending telemetry costs a node's threads, alone and against each other: runs [SendBenchmark].
@Command(name = "send", mixinStandardHelpOptions = true, sortOptions = false, description = "Sends telemetry through the client library's handle, by one thread and by several at once.")
final class Send implements Callable<Integer> {
    @Option(names = "--threads", paramLabel = "N", split = ",", defaultValue = "1,4", description = "How many threads send at once (default: ${DEFAULT-VALUE}).")
    private final List<Integer> threads = new ArrayList<>();

    @Mixin
    private final JmhRun run = new JmhRun();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws RunnerException {
        var lines = new ArrayList<String>();
        for (var count : threads) {
            run.of(SendBenchmark.class, count).forEach(result -> lines.add(line(count, result)));
        }
        var out = spec.commandLine().getOut();
        out.println();
        lines.forEach(out::println);
        out.flush();
        return 0;
    }

    private static String line(int threads, RunResult result) {
        var nanos = result.getPrimaryResult();
        return "%d threads  %-5s %,8.1f ns a send on average, %,.1f in the best measurement, %,.1f bytes allocated"
                .formatted(threads, nanos.getLabel(), nanos.getScore(), nanos.getStatistics().getMin(),
                        JmhRun.allocated(result));
    }
}
