package io.starkbeat.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The agent's process, as systemd and container engines end it.
class AgentEndTest {
    @TempDir
    private Path folder;

    @Test
    void itEndsAtOnceWhenItIsToldTo() throws Exception {
        var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx32m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                AgentMain.class.getName(), "--node", "http://127.0.0.1:1", "--telemetry", "ws://127.0.0.1:1/submit",
                "--no-subscribe", "--key", folder.resolve("key").toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var lines = process.errorReader()) {
            // It is at work.
            String line;
            do {
                line = lines.readLine();
                assertThat(line).isNotNull();
            } while (!line.contains("The node"));
            var since = System.nanoTime();
            process.toHandle().destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(4));
            assertThat(process.exitValue()).as("SIGTERM").isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
    }
}
