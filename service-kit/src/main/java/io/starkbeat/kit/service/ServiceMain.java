package io.starkbeat.kit.service;

import io.starkbeat.kit.StartException;
import io.starkbeat.kit.settings.Setting;
import io.starkbeat.kit.settings.SettingsTable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the `main` of a service's process does.
///
/// Exit codes: 0 stopped in order after SIGTERM or Ctrl-C; 1 could not start, or could not stop in order; 2 bad usage or
/// a bad setting. What a person can mend is told on standard error in lines that begin with `starkbeat: `, without a
/// stack trace; a defect has its stack trace in the log.
public final class ServiceMain {
    private static final Logger log = LoggerFactory.getLogger(ServiceMain.class);

    private ServiceMain() {}

    /// Runs one service as this process, and ends the JVM.
    ///
    /// @param args        only `--help` is known: a service is set by its environment
    /// @param environment `System.getenv()`
    public static void run(String[] args, Map<String, String> environment, ServiceDefinition definition) {
        if (args.length == 0) {
            System.exit(execute(() -> ServiceProcess.of(environment, List.of(definition)), started -> {}, System.err));
        } else if (args.length == 1 && (args[0].equals("--help") || args[0].equals("-h"))) {
            System.out.print(help(definition));
            System.exit(0);
        } else {
            complain(System.err, definition.name() + " takes no arguments (" + String.join(" ", args)
                    + "): it is set by environment variables, which --help lists");
            System.exit(StartException.EXIT_BAD_USAGE);
        }
    }

    /// Starts a process and stays until SIGTERM or Ctrl-C has stopped it, for a `main` that has arguments of its own.
    ///
    /// @param process   makes the process; may throw [StartException]
    /// @param onStarted called once every service runs
    /// @param err       where a person reads what to mend
    /// @return what to end the JVM with
    public static int execute(Supplier<ServiceProcess> process, Consumer<ServiceProcess> onStarted, PrintStream err) {
        try {
            ServiceProcess made = process.get();
            Thread onSignal = Thread.ofPlatform().name("stop").unstarted(() -> {
                // The JVM would end with 143 or 130; an orderly stop is a success, and its supervisor shall see it so.
                // Other hooks have nothing to save that matters: all of ours is stopped by here.
                Runtime.getRuntime().halt(made.stop() ? 0 : StartException.EXIT_START_FAILED);
            });
            Runtime.getRuntime().addShutdownHook(onSignal);
            try {
                made.start();
                onStarted.accept(made);
            } catch (Exception | Error failed) {
                made.stop();
                removeHook(onSignal);
                throw failed;
            }
            made.awaitStopped();
            removeHook(onSignal);
            return 0;
        } catch (StartException fault) {
            log.debug("the start failed", fault);
            complain(err, String.valueOf(fault.getMessage()));
            return fault.exitCode();
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (Exception | Error defect) {
            log.error("the start failed because of a defect", defect);
            complain(err, "the start failed because of a defect, please report it with the log: " + defect);
            return StartException.EXIT_START_FAILED;
        }
    }

    /// While the JVM is going down the hook is running already, and ends the JVM itself.
    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException goingDown) {
            log.debug("the process is going down already", goingDown);
        }
    }

    private static void complain(PrintStream err, String message) {
        message.lines().forEach(line -> err.println("starkbeat: " + line));
    }

    private static String help(ServiceDefinition definition) {
        List<Setting<?>> settings = new ArrayList<>(definition.settings());
        settings.addAll(ProcessSettings.all(definition.managementPort()));
        return "starkbeat " + definition.name() + " " + Version.CURRENT
                + "\n\nIt takes no arguments. Environment variables (with their defaults):\n\n"
                + SettingsTable.text(settings);
    }
}
