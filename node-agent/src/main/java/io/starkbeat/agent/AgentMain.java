package io.starkbeat.agent;

import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;

/// `java -jar starkbeat-agent.jar`: the agent without the rest of Starkbeat. Its lines go to standard error, where systemd
/// and container engines take them.
public final class AgentMain {
    private static final int EXIT_BAD_USAGE = 2;

    /// Kept, since the JDK forgets the settings of loggers that nobody refers to.
    private static final Logger ROOT = Logger.getLogger("");

    private AgentMain() {}

    /// Runs it with the process's arguments and environment.
    public static void main(String[] args) {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT%1$tz %4$s %5$s%6$s%n");
        ROOT.setLevel(Level.INFO);
        for (var handler : ROOT.getHandlers()) {
            if (handler instanceof ConsoleHandler console) {
                console.setLevel(Level.INFO);
            }
        }
        var line = new CommandLine(new AgentCommand(System.getenv()));
        line.setCommandName("starkbeat-agent");
        line.setUsageHelpWidth(100);
        line.setParameterExceptionHandler((wrong, _) -> {
            var err = wrong.getCommandLine().getErr();
            err.println("starkbeat: " + wrong.getMessage() + " (see --help)");
            err.flush();
            return EXIT_BAD_USAGE;
        });
        System.exit(line.execute(args));
    }
}
