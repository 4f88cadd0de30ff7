package io.starkbeat.kit.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a person and a supervisor see of a process: its exit code and its standard error.
@Timeout(60)
class ServiceMainTest {
    @TempDir
    private Path folder;

    private final List<Process> begun = new ArrayList<>();

    @AfterEach
    void endWhatStillRuns() {
        begun.forEach(Process::destroyForcibly);
    }

    private Process run(Map<String, String> environment, String... args) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow", "-cp", System.getProperty("java.class.path"),
                        ChildMain.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(folder.resolve("err").toFile());
        builder.environment().put("LISTEN_HOST", "127.0.0.1");
        builder.environment().put("MANAGEMENT_PORT", "0");
        builder.environment().putAll(environment);
        Process process = builder.start();
        begun.add(process);
        return process;
    }

    private List<String> errorsOf(Process process) throws Exception {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return Files.readAllLines(folder.resolve("err"));
    }

    private static void waitForLine(Process process, String line) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String read = out.readLine(); !line.equals(read); read = out.readLine()) {
            assertThat(read).as("the process ended early").isNotNull();
        }
    }

    @Test
    void badSettingsAreALineEach() throws Exception {
        Process process = run(Map.of("MANAGEMENT_PORT", "many", "DRAIN_FOR", "long"));

        assertThat(errorsOf(process)).containsExactlyInAnyOrder(
                "starkbeat: MANAGEMENT_PORT is 'many': expected a port from 1 to 65535, or 0 for any free one",
                "starkbeat: DRAIN_FOR is 'long': expected a duration such as 500ms, 30s, 2m, 1h or 30d, from 0s to 1h");
        assertThat(process.exitValue()).isEqualTo(2);
    }

    @Test
    void aTakenPortIsOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());
            Process process = run(Map.of("MANAGEMENT_PORT", port));

            assertThat(errorsOf(process)).containsExactly("starkbeat: port " + port
                    + " (MANAGEMENT_PORT) is taken on 127.0.0.1: end the program that listens there,"
                    + " or set MANAGEMENT_PORT to another port");
            assertThat(process.exitValue()).isEqualTo(1);
        }
    }

    @Test
    void whatAServiceCannotStartWithoutIsOneLine() throws Exception {
        Process process = run(Map.of("STUB_START", "not"));

        assertThat(errorsOf(process))
                .containsExactly("starkbeat: Kafka at nowhere:1 did not answer within 1 s: start it");
        assertThat(process.exitValue()).isEqualTo(1);
    }

    @Test
    void aDefectIsNamedAndItsStackTraceIsInTheLog() throws Exception {
        Process process = run(Map.of("STUB_START", "defect"));

        assertThat(errorsOf(process))
                .containsExactly("starkbeat: the start failed because of a defect, please report it"
                        + " with the log: java.lang.IllegalStateException: a defect on purpose");
        assertThat(process.inputReader(StandardCharsets.UTF_8).lines())
                .anyMatch(line -> line.contains("ChildMain.java"));
        assertThat(process.exitValue()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"well", "hang"})
    void aSignalStopsItInOrder(String start) throws Exception {
        Process process = run(Map.of("STUB_START", start));
        waitForLine(process, start.equals("well") ? "started" : "starting");

        // By its handle: Process.destroy would also close the streams that are still to be read.
        process.toHandle().destroy();

        waitForLine(process, "stopped");
        assertThat(errorsOf(process)).isEmpty();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void anArgumentIsBadUsage() throws Exception {
        Process process = run(Map.of(), "--port", "80");

        assertThat(errorsOf(process)).containsExactly("starkbeat: stub takes no arguments (--port 80): it is set by"
                + " environment variables, which --help lists");
        assertThat(process.exitValue()).isEqualTo(2);
    }

    @Test
    void helpListsTheSettings() throws Exception {
        Process process = run(Map.of(), "--help");

        assertThat(process.inputReader(StandardCharsets.UTF_8).lines()).contains("  MANAGEMENT_PORT (9180)",
                "  STUB_PORT (0)");
        assertThat(errorsOf(process)).isEmpty();
        assertThat(process.exitValue()).isZero();
    }
}
