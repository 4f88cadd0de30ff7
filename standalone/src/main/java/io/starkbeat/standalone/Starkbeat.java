package io.starkbeat.standalone;

import io.starkbeat.agent.AgentCommand;
import io.starkbeat.kit.StartException;
import io.starkbeat.kit.service.ServiceDefinition;
import io.starkbeat.kit.service.Version;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// The command `starkbeat`. Exit codes: 0 done, or stopped in order; 1 could not start (of
/// `verify-state`: not all agree); 2 wrong usage or a bad setting.
///
/// This class has no logger, nor may what runs before a command has chosen where logs go.
@Command(name = "starkbeat", mixinStandardHelpOptions = true, versionProvider = Starkbeat.VersionText.class, synopsisSubcommandLabel = "COMMAND", description = "Shows how a Starknet network is doing: nodes report over WebSocket, anyone reads them at /api/nodes.", footer = {
        "", "'starkbeat COMMAND --help' tells a command's options."})
public final class Starkbeat {
    /// `--version` of every command.
    static final class VersionText implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[]{"starkbeat " + Version.CURRENT};
        }
    }

    private Starkbeat() {}

    public static void main(String[] args) {
        System.exit(commandLine(System.getenv()).execute(args));
    }

    /// The whole command line.
    ///
    /// @param environment the variables from which services take their settings
    static CommandLine commandLine(Map<String, String> environment) {
        var line = new CommandLine(new Starkbeat());
        line.addSubcommand(new UpCommand(environment));
        for (ServiceDefinition service : AllServices.inDataOrder()) {
            line.addSubcommand(service.name(), ServiceCommand.of(service, environment));
        }
        line.addSubcommand(new DemoCommand(environment));
        line.addSubcommand(new AgentCommand(environment));
        line.addSubcommand(new CrawlCommand());
        line.addSubcommand(new VerifyStateCommand(environment));
        line.addSubcommand(new SettingsCommand());
        line.addSubcommand(new FieldsCommand());
        line.setUsageHelpWidth(100);
        line.setParameterExceptionHandler((wrong, _) -> {
            complain(wrong.getCommandLine().getErr(),
                    wrong.getMessage() + " (see " + wrong.getCommandLine().getCommandSpec().qualifiedName()
                            + " --help)");
            return StartException.EXIT_BAD_USAGE;
        });
        line.setExecutionExceptionHandler((failed, command, _) -> {
            if (failed instanceof StartException fault) {
                complain(command.getErr(), String.valueOf(fault.getMessage()));
                return fault.exitCode();
            }
            throw failed;
        });
        return line;
    }

    private static void complain(PrintWriter err, String message) {
        message.lines().forEach(each -> err.println("starkbeat: " + each));
        err.flush();
    }
}
