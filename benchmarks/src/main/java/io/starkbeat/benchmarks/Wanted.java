package io.starkbeat.benchmarks;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// What a benchmark's options may be.
final class Wanted {
    private Wanted() {}

    /// Refuses a number that is too small, with a line for the person who gave it.
    static void atLeast(CommandSpec spec, String option, int value, int least) {
        if (value < least) {
            throw new ParameterException(spec.commandLine(),
                    option + " is " + value + "; it must be at least " + least);
        }
    }
}
