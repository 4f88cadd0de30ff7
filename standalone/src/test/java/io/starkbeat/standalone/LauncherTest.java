package io.starkbeat.standalone;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When the launcher builds, in a project whose build is a script that notes its calls. What it would start is not there,
/// so that each launcher ends when it is through with the build.
class LauncherTest {
    private static final Path LAUNCHER = Path.of("..", "starkbeat").toAbsolutePath();

    @TempDir
    private Path project;

    @BeforeEach
    void lay() throws IOException {
        Files.copy(LAUNCHER, project.resolve("starkbeat"));
        for (var each : List.of(".mvn", "standalone/src/main", "benchmarks/src/main")) {
            Files.createDirectories(project.resolve(each));
        }
        for (var each : List.of("pom.xml", "standalone/pom.xml", "benchmarks/pom.xml")) {
            Files.createFile(project.resolve(each));
        }
        var build = Files.writeString(project.resolve("mvnw"), """
                #!/usr/bin/env bash
                echo call >>calls
                sleep 1
                mkdir -p standalone/target/lib benchmarks/target/lib
                """);
        Files.setPosixFilePermissions(build, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        var one = launch("up");
        var other = launch("bench");
        end(one);
        end(other);
        assertThat(calls()).isEqualTo(1);
        end(launch("query"));
        assertThat(calls()).as("builds of what is built").isEqualTo(1);
    }

    @Test
    void aChangedSourceIsBuiltAndAKilledBuilderHoldsNobodyUp() throws Exception {
        end(launch("up"));
        Files.createSymbolicLink(project.resolve("target/starkbeat-building.lock"), Path.of(pidOfNobody()));
        Files.writeString(project.resolve("standalone/src/main/New.java"), "");
        end(launch("up"));
        assertThat(calls()).isEqualTo(2);
    }

    /// A process that has ended.
    private static String pidOfNobody() throws Exception {
        var ended = new ProcessBuilder("true").start();
        ended.waitFor();
        return String.valueOf(ended.pid());
    }

    private Process launch(String command) throws IOException {
        return new ProcessBuilder("bash", project.resolve("starkbeat").toString(), command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(project.resolve("said").toFile()))
                .start();
    }

    private void end(Process launcher) throws Exception {
        assertThat(launcher.waitFor(30, SECONDS)).as("ended: " + Files.readString(project.resolve("said"))).isTrue();
        assertThat(Files.readString(project.resolve("said"))).contains("ClassNotFoundException");
    }

    private int calls() throws IOException {
        return Files.readAllLines(project.resolve("calls")).size();
    }
}
