package io.starkbeat.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command `starkbeat bench`. Exit codes: 0 measured; 1 could not measure; 2 wrong usage.
@Command(name = "starkbeat bench", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", subcommands = {
        FreshnessProbe.class,
        FeedProbe.class,
        CatchUp.class,
        Decode.class,
        Send.class}, description = "Measures Starkbeat: a running one from outside, or a part of it on a broker of its own.")
public final class Bench {
    private static final int WRONG_USAGE = 2;

    private Bench() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Bench()).setUsageHelpWidth(100)
                .setParameterExceptionHandler((wrong, _) -> {
                    wrong.getCommandLine()
                            .getErr()
                            .println("starkbeat: " + wrong.getMessage() + " (see "
                                    + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help)");
                    return WRONG_USAGE;
                });
    }
}
