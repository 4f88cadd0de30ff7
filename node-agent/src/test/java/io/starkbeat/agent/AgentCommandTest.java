package io.starkbeat.agent;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.starkbeat.agent.standin.NodeKind;
import io.starkbeat.agent.standin.StandInNode;
import io.starkbeat.agent.telemetry.TelemetryEndpoint;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class AgentCommandTest {
    private static final String NODE = "--node http://localhost:1 --telemetry ws://localhost:1/submit ";

    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"--node http://localhost:6060 | --telemetry",
            "--telemetry ws://h/submit | --node",
            "--node localhost:6060 --telemetry ws://h/s | no address such as http://localhost:6060",
            "--node http://h --telemetry http://h/s | no WebSocket address",
            "--node http://h --telemetry ws://h/s 300 | 0 to 255", NODE + "--poll 2 | no duration such as",
            NODE + "--poll 1ms | 100ms or more", NODE + "--peer-id me | no libp2p peer id",
            NODE + "--capability Full | FullNode or Sequencer", NODE + "--print=maybe | true or false",
            NODE + "--telemetry ws://h:2/s 1 --poll 2 | no duration such as",
            NODE + "--telemetry http://h/second | h/second is no WebSocket address",
            "--once --node http://h:65536 --telemetry ws://h/s | no address such as",
            "--once --node http://h --telemetry ws://h:65536/s | port",
            NODE + "--config /no/such/file | properties file", NODE + "--key /dev/null/x | key file"})
    void aBadValueIsOneLineAndExitCode2(String arguments, String contained) {
        assertThat(execute(Map.of(), arguments)).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement(as(STRING)).startsWith("starkbeat: ").contains(contained);
    }

    @Test
    void aTokenThatNoRequestCanCarryIsRefusedAndNotShown() {
        for (var option : List.of("NODE_TOKEN", "TOKEN")) {
            assertThat(execute(Map.of("STARKBEAT_AGENT_" + option, "sec\nret"),
                    NODE + "--once --key " + folder.resolve("key"))).isEqualTo(2);
        }
        assertThat(err.toString()).contains("STARKBEAT_AGENT_NODE_TOKEN is wrong", "STARKBEAT_AGENT_TOKEN is wrong")
                .doesNotContain("sec").doesNotContain("ret").doesNotContain("at io.");
    }

    @Test
    void theCommandLineComesFirstThenTheEnvironmentThenTheFile() throws Exception {
        var file = Files.writeString(folder.resolve("agent.properties"),
                "node = http://file:1\ntelemetry = wss://a/submit 3, ws://b/submit\nname = file\npoll = 5s\ncounts=off\n");
        var settings = AgentSettings.of(Given.of(Map.of("name", "typed"),
                Map.of("STARKBEAT_AGENT_CONFIG", file.toString(), "STARKBEAT_AGENT_NAME", "set",
                        "STARKBEAT_AGENT_POLL", "7s", "STARKBEAT_AGENT_NODE", " "),
                Set.of("node", "telemetry", "name", "poll", "counts", "config")));
        assertThat(settings.node()).hasToString("http://file:1");
        assertThat(settings.name()).isEqualTo("typed");
        assertThat(settings.poll()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.counts()).isEmpty();
        assertThat(settings.telemetry()).containsExactly(TelemetryEndpoint.of("wss://a/submit", 3),
                TelemetryEndpoint.of("ws://b/submit", 0));

        Files.writeString(file, "nmae = x");
        assertThat(execute(Map.of(), NODE + "--config " + file)).isEqualTo(2);
        assertThat(err.toString()).contains("nmae").contains("no option");
    }

    @Test
    void onceAndPrintShowWhatWouldBeSentAndSendNothing() {
        try (var node = StandInNode.start(NodeKind.JUNO, "0.8.1", 7)) {
            var out = new ByteArrayOutputStream();
            var before = System.out;
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            try {
                assertThat(execute(
                        Map.of("STARKBEAT_AGENT_NODE", node.url(), "STARKBEAT_AGENT_DATA_DIR", folder.toString()),
                        "--once --print --key " + folder.resolve("key"))).as(err.toString()).isZero();
            } finally {
                System.setOut(before);
            }
            var payloads = out.toString(StandardCharsets.UTF_8).lines()
                    .map(line -> new JsonObject(line).getJsonObject("payload")).toList();
            assertThat(payloads).extracting(payload -> payload.getString("msg"))
                    .containsExactly("node.identity", "network.update", "system.usage");
            assertThat(payloads.get(0).getMap()).containsKeys("name", "peer_id", "operating_system", "memory", "cpu",
                    "storage");
            assertThat(payloads.get(2).getMap()).containsKeys("cpu_usage", "memory_usage", "storage_usage");
        }
    }

    @Test
    void onceWithoutANodeOrWithoutAnybodyWhoTakesItIsExitCode1() {
        assertThat(execute(Map.of(), NODE + "--once --key " + folder.resolve("key"))).isEqualTo(1);
        assertThat(err.toString()).contains("nothing was reported");
    }

    @Test
    void everyOptionIsInTheDocumentation() throws Exception {
        var page = Files.readString(Path.of("..", "docs", "agent.md"));
        assertThat(new CommandLine(new AgentCommand(Map.of())).getCommandSpec().options()).allSatisfy(
                option -> assertThat(page).contains("`" + option.longestName() + "`"));
    }

    private int execute(Map<String, String> environment, String arguments) {
        var out = new PrintWriter(new StringWriter(), true);
        return new CommandLine(new AgentCommand(environment)).setOut(out).setErr(new PrintWriter(err, true))
                .execute(arguments.split(" +"));
    }
}
