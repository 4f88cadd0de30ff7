package io.starkbeat.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;

/// The command `docker`, run at the project's root.
final class Docker {
    private static final long LONGEST_MINUTES = 10;

    private final Map<String, String> environment;

    /// @param environment for Compose's file, beside the process's own
    Docker(Map<String, String> environment) {
        this.environment = new TreeMap<>(environment);
    }

    static boolean answers() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    /// Runs it and expects that it succeeds.
    ///
    /// @return what it printed
    String run(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).directory(Project.ROOT.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        var process = builder.start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)).as("%s ended", command).isTrue();
        assertThat(process.exitValue()).as("%s said: %s", command, said).isZero();
        return said;
    }
}
