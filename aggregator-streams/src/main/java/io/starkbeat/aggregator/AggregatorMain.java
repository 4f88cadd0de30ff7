package io.starkbeat.aggregator;

import io.starkbeat.kit.service.ServiceMain;

/// The aggregator as a process of its own.
public final class AggregatorMain {
    private AggregatorMain() {}

    /// Runs the aggregator until it is told to stop.
    ///
    /// @param args only `--help`
    public static void main(String[] args) {
        ServiceMain.run(args, System.getenv(), new AggregatorDefinition());
    }
}
