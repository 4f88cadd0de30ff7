package io.starkbeat.agent;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `starkbeat agent`, and all of `starkbeat-agent.jar`. Exit codes: 0 done, or stopped in order; 1 `--once` found no node to
/// report, or nobody took it; 2 wrong usage. Each option is also an environment variable and an entry of a properties file
/// ([Given]), which is why they are plain texts here.
@Command(name = "agent", mixinStandardHelpOptions = true, versionProvider = AgentCommand.VersionText.class, sortOptions = false, description = {
        "Makes a Starknet node report: reads it through its JSON-RPC API and its machine, and tells telemetry servers."}, footer = {
                "",
                "Each option can also be given as an environment variable, STARKBEAT_AGENT_ and its name (--node-token is",
                "STARKBEAT_AGENT_NODE_TOKEN), or in the properties file by its name. The command line comes first, then the",
                "environment, then the file.", "",
                "Example: starkbeat agent --node http://localhost:6060 --telemetry ws://localhost:8080/submit --name me"})
@SuppressWarnings("UnusedVariable") // options are read through their specs, whose names are those of variables and entries too
public final class AgentCommand implements Callable<Integer> {
    private static final Duration END_LIMIT = Duration.ofSeconds(5);
    private static final int EXIT_NOT_DONE = 1;
    private static final int EXIT_BAD_USAGE = 2;

    /// `--version`.
    static final class VersionText implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[]{"starkbeat agent " + AgentVersion.CURRENT};
        }
    }

    private final Map<String, String> environment;

    @Option(names = "--node", paramLabel = "URL", description = "The node's JSON-RPC API, such as http://localhost:6060 (required).")
    private @Nullable String node;

    @Option(names = "--telemetry", paramLabel = "URL [VERBOSITY]", arity = "1..*", description = "Where to report, such as 'wss://telemetry.example/submit 1'; several may be given. The verbosity is 0 to 255 (default: 0).")
    private @Nullable List<String> telemetry;

    @Option(names = "--name", paramLabel = "NAME", description = "What the node is called (default: this machine's name).")
    private @Nullable String name;

    @Option(names = "--network", paramLabel = "CHAIN", description = "The chain that the node has to be on, such as SN_MAIN; of a node on another one nothing is reported (default: any).")
    private @Nullable String network;

    @Option(names = "--metrics", paramLabel = "URL", description = "The node's Prometheus metrics, for peers, L1's head and its uptime.")
    private @Nullable String metrics;

    @Option(names = "--data-dir", paramLabel = "FOLDER", description = "The node's data, whose file system's storage is reported.")
    private @Nullable String dataDir;

    @Option(names = "--peer-id", paramLabel = "ID", description = "The node's libp2p peer id (default: that of the key in --key).")
    private @Nullable String peerId;

    @Option(names = "--key", paramLabel = "FILE", description = "The key that makes the node itself, made when it is not there (default: agent.key in $STATE_DIRECTORY, else in ~/.local/state/starkbeat).")
    private @Nullable String key;

    @Option(names = "--capability", paramLabel = "WHAT", description = "FullNode or Sequencer (default: FullNode).")
    private @Nullable String capability;

    @Option(names = "--client", paramLabel = "NAME", description = "The node's software, where it does not tell, such as Papyrus.")
    private @Nullable String client;

    @Option(names = "--client-version", paramLabel = "VERSION", description = "Its version, where it does not tell.")
    private @Nullable String clientVersion;

    @Option(names = "--interval", paramLabel = "TIME", description = "How often the machine is reported (default: 10s).")
    private @Nullable String interval;

    @Option(names = "--poll", paramLabel = "TIME", description = "How often a node is asked that does not tell of new blocks by itself (default: 2s).")
    private @Nullable String poll;

    @Option(names = "--counts", paramLabel = "TIME", description = "How often a block's receipts are read to count transactions, events and messages, at most; 'off' for never (default: 10s).")
    private @Nullable String counts;

    @Option(names = "--timeout", paramLabel = "TIME", description = "How long the node may take for an answer (default: 10s).")
    private @Nullable String timeout;

    @Option(names = "--node-ws", paramLabel = "URL", description = "Where the node's WebSocket is (default: looked for beside --node).")
    private @Nullable String nodeWs;

    @Option(names = "--no-subscribe", arity = "0..1", fallbackValue = "true", description = "Asks the node for new blocks only, without a WebSocket.")
    private @Nullable String noSubscribe;

    @Option(names = "--node-token", paramLabel = "TOKEN", description = "For the node: Authorization: Bearer TOKEN. Better given as STARKBEAT_AGENT_NODE_TOKEN.")
    private @Nullable String nodeToken;

    @Option(names = "--token", paramLabel = "TOKEN", description = "For the telemetry servers, the same way. Better given as STARKBEAT_AGENT_TOKEN.")
    private @Nullable String token;

    @Option(names = "--metrics-peers", paramLabel = "METRIC", description = "The metric that counts peers, where it is none that the agent knows.")
    private @Nullable String metricsPeers;

    @Option(names = "--metrics-l1", paramLabel = "METRIC", description = "The metric of Ethereum's height, where it is none that the agent knows.")
    private @Nullable String metricsL1;

    @Option(names = "--no-telemetry", arity = "0..1", fallbackValue = "true", description = "Reports to nobody.")
    private @Nullable String noTelemetry;

    @Option(names = "--print", arity = "0..1", fallbackValue = "true", description = "Prints what would be sent, and sends nothing.")
    private @Nullable String print;

    @Option(names = "--once", arity = "0..1", fallbackValue = "true", description = "Looks once and ends.")
    private @Nullable String once;

    @Option(names = "--config", paramLabel = "FILE", description = "A properties file with any of these options by their names.")
    private @Nullable String config;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /// The command in an environment.
    ///
    /// @param environment the process's variables
    public AgentCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        Agent agent;
        AgentSettings settings;
        try {
            settings = AgentSettings.of(given());
            agent = new Agent(settings, AgentVersion.CURRENT, System.out);
        } catch (AgentException wrong) {
            complain(String.valueOf(wrong.getMessage()));
            return EXIT_BAD_USAGE;
        }
        try (agent) {
            if (settings.once()) {
                if (agent.runOnce()) {
                    return 0;
                }
                complain("nothing was reported");
                return EXIT_NOT_DONE;
            }
            return run(agent);
        }
    }

    /// Not a constant: the command line of which this is a part has not chosen yet where logs go when it loads this class.
    private static Logger log() {
        return LoggerFactory.getLogger("io.starkbeat.agent");
    }

    /// Until the process is told to stop, or its thread to give up.
    private static int run(Agent agent) throws InterruptedException {
        var worker = Thread.currentThread();
        var ended = new CountDownLatch(1);
        var hook = Thread.ofPlatform().unstarted(() -> {
            worker.interrupt();
            try {
                // Not for the worker's end: it waits in turn for the process to end, once it has closed the agent.
                if (!ended.await(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                    log().warn("The agent did not end in order within {} s", END_LIMIT.toSeconds());
                }
            } catch (InterruptedException _) {
                // The process ends anyway.
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try (agent) {
            agent.run();
        } catch (InterruptedException told) {
            log().debug("told to end", told);
        } finally {
            ended.countDown();
            remove(hook);
        }
        return 0;
    }

    /// So that a thread that goes on to something else is not interrupted in it.
    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            log().debug("the process ends, and so does its hook", ending);
        }
    }

    private Given given() {
        var parsed = spec.commandLine().getParseResult();
        // A set: the list has an option as often as it was given, and its values each time.
        return Given.of(parsed.matchedOptionsSet()
                .stream()
                .filter(option -> names().contains(name(option)))
                .collect(Collectors.toMap(AgentCommand::name, option -> String.join(" ", option.stringValues()))),
                environment, names());
    }

    private Set<String> names() {
        return spec.options()
                .stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .map(AgentCommand::name)
                .collect(Collectors.toSet());
    }

    private static String name(OptionSpec option) {
        return option.longestName().substring(2);
    }

    private void complain(String line) {
        spec.commandLine().getErr().println("starkbeat: " + line);
        spec.commandLine().getErr().flush();
    }
}
