package io.starkbeat.standalone;

import io.starkbeat.crawler.CrawlerDefinition;
import io.starkbeat.crawler.CrawlerSettings;
import io.starkbeat.kit.StartException;
import io.starkbeat.kit.service.ServiceDefinition;
import io.starkbeat.kit.service.ServiceMain;
import io.starkbeat.kit.service.ServiceProcess;
import io.starkbeat.standalone.up.Announcer;
import io.starkbeat.standalone.up.DemoDefinition;
import io.starkbeat.standalone.up.KafkaDefinition;
import io.starkbeat.standalone.up.Ports;
import io.starkbeat.standalone.up.UpEnvironment;
import io.starkbeat.standalone.up.UpFolder;
import io.starkbeat.standalone.up.Voice;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Everything in one process on a broker of its own, for a laptop. What can be wrong is found before anything starts.
@Command(name = "up", mixinStandardHelpOptions = true, versionProvider = Starkbeat.VersionText.class, sortOptions = false, description = {
        "Starts everything in one process: Kafka, gateway, aggregator, query API, and a network of demo nodes.",
        "It serves this machine only, unless --host says otherwise; Kafka serves this machine always."}, footer = {"",
                "Further settings are environment variables: see 'starkbeat settings'. Those of Kafka's clients",
                "(KAFKA_*) do not hold here, since the Kafka is its own."})
final class UpCommand implements Callable<Integer> {
    static final int MOST_DEMO_NODES = 1_000;

    /// The gateway's own defaults.
    private static final int SESSIONS_PER_ADDRESS = 200;
    private static final int PEER_IDS_PER_ADDRESS = 100;

    private final Map<String, String> environment;

    @Option(names = "--demo", paramLabel = "N", defaultValue = "20", description = "Demo nodes that report, 0 to 1000 (default: ${DEFAULT-VALUE}; 0: none).")
    private int demo;

    @Option(names = "--data-dir", paramLabel = "FOLDER", defaultValue = "data", description = "Where all data are kept (default: ./${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path dataDir;

    @Option(names = "--host", paramLabel = "ADDRESS", defaultValue = "127.0.0.1", description = "Address on which gateway, API and management listen (default: ${DEFAULT-VALUE}, so nobody else "
            + "reaches them; 0.0.0.0: all of this machine's addresses).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String host;

    @Option(names = "--gateway-port", paramLabel = "PORT", defaultValue = "8080", description = "Where nodes report (default: ${DEFAULT-VALUE}).")
    private int gatewayPort;

    @Option(names = "--query-port", paramLabel = "PORT", defaultValue = "8081", description = "Where the API is (default: ${DEFAULT-VALUE}).")
    private int queryPort;

    @Option(names = "--kafka-port", paramLabel = "PORT", defaultValue = "9092", description = "Where Kafka listens (default: ${DEFAULT-VALUE}).")
    private int kafkaPort;

    @Option(names = "--management-port", paramLabel = "PORT", defaultValue = "9180", description = "Where health, status and metrics are (default: ${DEFAULT-VALUE}).")
    private int managementPort;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    UpCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        if (demo < 0 || demo > MOST_DEMO_NODES) {
            throw new ParameterException(spec.commandLine(),
                    "--demo is " + demo + "; it must be 0 to " + MOST_DEMO_NODES);
        }
        var ports = ports();
        try (var folder = UpFolder.open(dataDir)) {
            ports.refuseTaken();
            return run(folder);
        }
    }

    private Ports ports() {
        try {
            return new Ports(host).with("--gateway-port", gatewayPort)
                    .with("--query-port", queryPort)
                    .with("--management-port", managementPort)
                    .withLoopback("--kafka-port", kafkaPort);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private int run(UpFolder folder) {
        // From here on there may be loggers.
        System.setProperty("logback.configurationFile", "logback-up.xml");
        System.setProperty("starkbeat.logs", folder.logs().toString());

        var voice = new Voice(System.out);
        var kafka = new KafkaDefinition(folder.kafka(), kafkaPort);
        var definitions = new ArrayList<ServiceDefinition>();
        definitions.add(kafka);
        AllServices.inDataOrder().stream().filter(this::isWanted).forEach(definitions::add);
        if (demo > 0) {
            definitions.add(new DemoDefinition(reportUri(), folder.demoPeerIds(demo)));
        }
        var announcer = new Announcer(voice);
        var announced = definitions.stream().map(announcer::announce).toList();
        var variables = UpEnvironment.of(environment, folder)
                .with("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + kafkaPort)
                // After a kill the partitions wait for the old aggregator to be given up. Broker and aggregator live and
                // die together here, so nothing is gained by the six seconds that a network needs.
                .with("KAFKA_SESSION_TIMEOUT_MS", "3000")
                .with("KAFKA_HEARTBEAT_INTERVAL_MS", "1000")
                // All demo nodes have this machine's address, which must have room for the user's own as well.
                .withDefault("MAX_SESSIONS_PER_ADDRESS", Integer.toString(SESSIONS_PER_ADDRESS + demo))
                .withDefault("MAX_PEER_IDS_PER_ADDRESS", Integer.toString(PEER_IDS_PER_ADDRESS + demo))
                .with("LISTEN_HOST", host)
                .with("GATEWAY_PORT", Integer.toString(gatewayPort))
                .with("QUERY_PORT", Integer.toString(queryPort))
                .with("MANAGEMENT_PORT", Integer.toString(managementPort))
                .variables();

        voice.greet();
        int exit = ServiceMain.execute(() -> ServiceProcess.of(variables, announced), started -> {
            kafka.onFailure(started::stop);
            tellReady(announcer, voice, folder);
        }, System.err);
        return exit == 0 && kafka.hasFailed() ? StartException.EXIT_START_FAILED : exit;
    }

    /// Nobody is crawled without having been named.
    private boolean isWanted(ServiceDefinition service) {
        return !(service instanceof CrawlerDefinition)
                || !environment.getOrDefault(CrawlerSettings.BOOTSTRAP_VARIABLE, "").isBlank();
    }

    private void tellReady(Announcer announcer, Voice voice, UpFolder folder) {
        try {
            announcer.awaitReady();
            voice.tellWhereAllIs(where(folder));
        } catch (InterruptedException told) {
            // The process is being stopped; who waits for that is next.
            Thread.currentThread().interrupt();
        }
    }

    private List<Voice.Line> where(UpFolder folder) {
        var name = Ports.nameOf(host);
        return List.of(new Voice.Line("Nodes report to", "ws://" + name + ":" + gatewayPort + "/submit"),
                new Voice.Line("Read them at", "http://" + name + ":" + queryPort + "/api/nodes"),
                new Voice.Line("Kafka listens on", "localhost:" + kafkaPort),
                new Voice.Line("Health, metrics", "http://" + name + ":" + managementPort + "/status"),
                new Voice.Line("Data and logs", folder.root().toString()));
    }

    private URI reportUri() {
        return URI.create("ws://" + Ports.reachable(host) + ":" + gatewayPort + "/submit");
    }
}
