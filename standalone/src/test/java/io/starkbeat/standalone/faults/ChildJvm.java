package io.starkbeat.standalone.faults;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// A JVM of its own, which takes real signals. None outlives the JVM of the tests, unless that is killed itself.
final class ChildJvm implements AutoCloseable {
    private static final Duration END_LIMIT = Duration.ofSeconds(10);
    private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(Process::destroyForcibly)));
    }

    private final Process process;
    private final Path log;

    private ChildJvm(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// @param log what it prints; appended to
    /// @param environment all of it: what the JVM of the tests has is not handed on
    /// @param heapMegabytes small, since many of them share a machine
    static ChildJvm start(Path log, Map<String, String> environment, int heapMegabytes, List<String> mainAndArguments) {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m", "-Dlogback.configurationFile=logback-faults.xml", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.addAll(mainAndArguments);
        var builder = new ProcessBuilder(command).directory(log.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(new File("/dev/null"));
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            var process = builder.start();
            ALIVE.add(process);
            process.onExit().thenAccept(ALIVE::remove);
            return new ChildJvm(process, log);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String said() {
        try {
            return Files.readString(log);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// SIGKILL; returns when it is gone.
    void kill() {
        signal("-KILL");
        awaitEnd(END_LIMIT);
    }

    /// SIGTERM; returns when it has ended in order.
    void terminate() {
        process.destroy();
        awaitEnd(Duration.ofSeconds(40));
    }

    /// SIGSTOP: it stands still, and does not know it.
    void pause() {
        signal("-STOP");
    }

    /// SIGCONT.
    void resume() {
        signal("-CONT");
    }

    /// Its exit code, once it has ended by itself or by a signal.
    int awaitEnd(Duration within) {
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("did not end within " + within.toSeconds() + " s: " + log);
            }
            return process.exitValue();
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new AssertionError(told);
        }
    }

    private void signal(String name) {
        try {
            var sent = new ProcessBuilder("kill", name, Long.toString(process.pid())).inheritIO().start().waitFor();
            if (sent != 0) {
                throw new AssertionError("kill " + name + " failed; the process had ended by itself: " + log);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new AssertionError(told);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd(END_LIMIT);
    }
}
