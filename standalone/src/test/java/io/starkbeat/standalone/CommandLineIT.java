package io.starkbeat.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a user meets who gets something wrong: one line that says what to change, an exit code, no stack trace. In processes
/// of their own; what needs none is in [CommandLineTest].
class CommandLineIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"--gateway-port", "--query-port", "--kafka-port", "--management-port"})
    void aTakenPortIsNamedBeforeAnythingStarts(String option) throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var args = new ArrayList<>(List.of("up", option + "=" + taken.getLocalPort()));
            Stream.of("--gateway-port", "--query-port", "--kafka-port", "--management-port")
                    .filter(other -> !other.equals(option))
                    .forEach(other -> args.add(other + "=" + FreePort.next()));
            var up = ends(1, args.toArray(String[]::new));
            assertThat(onlyLine(up.err()))
                    .startsWith("starkbeat: port " + taken.getLocalPort() + " is taken on 127.0.0.1")
                    .contains("choose another port with " + option);
            assertThat(up.out()).isEmpty();
            assertThat(folder.resolve("data/kafka")).doesNotExist();
        }
    }

    @Test
    void aDataFolderThatCannotBeIsNamed() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "not a folder");
        assertThat(onlyLine(ends(1, "up", "--data-dir=" + file).err()))
                .startsWith("starkbeat: the data folder " + file + " cannot be used: ")
                .contains("--data-dir");
        assertThat(onlyLine(ends(1, "up", "--data-dir=" + file.resolve("below")).err())).contains(file.toString())
                .contains("--data-dir");
    }

    @Test
    void wrongUsageIsOneLineAndExitCode2() {
        assertThat(onlyLine(ends(2, "start").err())).startsWith("starkbeat: ").contains("'start'").contains("--help");
    }

    @Test
    void aBadSettingOfAServiceIsNamed() {
        var gateway = ChildProcess.start(folder,
                Map.of("GATEWAY_PORT", "eighty", "ADDRESS_KEY_SECRET", "0123456789abcdef"),
                "gateway");
        assertThat(gateway.awaitEnd(SOON)).isEqualTo(2);
        assertThat(onlyLine(gateway.err())).startsWith("starkbeat: ").contains("GATEWAY_PORT").contains("eighty");
    }

    @Test
    void helpIsThere() {
        var child = ends(0, "--help");
        assertThat(child.out()).contains("aggregator");
        assertThat(child.err()).isEmpty();
    }

    @Test
    void anOracleWithoutKafkaSaysSoInOneLine() {
        var nowhere = "127.0.0.1:" + FreePort.next();
        var oracle = ChildProcess.start(folder, Map.of("KAFKA_BOOTSTRAP_SERVERS", nowhere), "verify-state");
        assertThat(oracle.awaitEnd(SOON)).isEqualTo(2);
        assertThat(onlyLine(oracle.err())).startsWith("starkbeat: Kafka at " + nowhere + " does not answer")
                .contains("KAFKA_BOOTSTRAP_SERVERS");
        assertThat(oracle.out()).isEmpty();
    }

    private ChildProcess ends(int exit, String... args) {
        var child = ChildProcess.start(folder, Map.of(), args);
        assertThat(child.awaitEnd(SOON)).as(child.out() + child.err()).isEqualTo(exit);
        return child;
    }

    private static String onlyLine(String text) {
        assertThat(text.lines()).as(text).hasSize(1);
        return text.strip();
    }
}
