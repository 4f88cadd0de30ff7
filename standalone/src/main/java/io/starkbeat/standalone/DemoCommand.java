package io.starkbeat.standalone;

import io.starkbeat.kit.StartException;
import io.starkbeat.kit.service.ServiceMain;
import io.starkbeat.kit.service.ServiceProcess;
import io.starkbeat.standalone.demo.Identities;
import io.starkbeat.standalone.up.DemoDefinition;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Demo nodes alone, for a gateway that runs elsewhere.
@Command(name = "demo", mixinStandardHelpOptions = true, versionProvider = Starkbeat.VersionText.class, sortOptions = false, description = {
        "Runs demo nodes that report to a gateway, until Ctrl-C or SIGTERM stops them. They are real WebSocket",
        "clients of a simulated network named 'demo'; a gateway that is away is tried again."}, footer = {"",
                "MANAGEMENT_PORT (default 9184) and LISTEN_HOST say where health, status and metrics are."})
final class DemoCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Option(names = "--gateway", paramLabel = "URL", required = true, description = "Where they report, such as ws://localhost:8080/submit.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String gateway;

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "20", description = "How many, 1 to 1000 (default: ${DEFAULT-VALUE}). A gateway takes 200 from one address unless told otherwise.")
    private int nodes;

    @Option(names = "--identities", paramLabel = "FILE", description = "File that keeps their peer ids, so that they are the same nodes after a restart (default: new ones each time).")
    private @Nullable Path identities;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    DemoCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        if (nodes < 1 || nodes > UpCommand.MOST_DEMO_NODES) {
            throw new ParameterException(spec.commandLine(),
                    "--nodes is " + nodes + "; it must be 1 to " + UpCommand.MOST_DEMO_NODES);
        }
        var definition = new DemoDefinition(gatewayUri(), peerIds());
        return ServiceMain.execute(() -> ServiceProcess.of(environment, List.of(definition)), _ -> {}, System.err);
    }

    private URI gatewayUri() {
        try {
            var uri = new URI(gateway);
            if (("ws".equals(uri.getScheme()) || "wss".equals(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException wrong) {
            throw new ParameterException(spec.commandLine(), wrongGateway(), wrong);
        }
        throw new ParameterException(spec.commandLine(), wrongGateway());
    }

    private String wrongGateway() {
        return "--gateway is " + gateway + "; it must be a WebSocket's URL such as ws://localhost:8080/submit";
    }

    private List<String> peerIds() {
        if (identities == null) {
            return Stream.generate(Identities::create).limit(nodes).toList();
        }
        try {
            return Identities.in(identities, nodes);
        } catch (IllegalArgumentException wrong) {
            throw new StartException(String.valueOf(wrong.getMessage()), wrong);
        } catch (IOException failed) {
            throw new StartException(
                    "--identities " + identities + " can be neither read nor written: give this user the"
                            + " right to, or name another file (" + failed + ")",
                    failed);
        }
    }
}
