package io.starkbeat.embedded;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;

import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps Kafka from ending the process: a broker whose folders have all failed (a full disk, say) halts the JVM, and
/// everything beside it would be gone without a word. While a cluster is watched, it is told instead, and the thread that
/// wanted to halt gets an exception.
///
/// The hook is one for the whole process and does not say which broker called it, so every running cluster is told.
final class HaltWatch {
    private static final Logger log = LoggerFactory.getLogger(HaltWatch.class);
    private static final Set<Consumer<EmbeddedKafkaException>> LISTENERS = new CopyOnWriteArraySet<>();

    private HaltWatch() {}

    static synchronized void add(Consumer<EmbeddedKafkaException> listener) {
        LISTENERS.add(listener);
        Exit.setHaltProcedure(HaltWatch::refuse);
        Exit.setExitProcedure(HaltWatch::refuse);
    }

    static synchronized void remove(Consumer<EmbeddedKafkaException> listener) {
        LISTENERS.remove(listener);
        if (LISTENERS.isEmpty()) {
            Exit.resetHaltProcedure();
            Exit.resetExitProcedure();
        }
    }

    private static void refuse(int status, @Nullable String message) {
        var failure = new EmbeddedKafkaException.BrokerFailed("Kafka",
                message == null ? "it wanted to end the process with status " + status : message, null);
        log.error("{}", failure.getMessage());
        LISTENERS.forEach(listener -> listener.accept(failure));
        throw failure;
    }
}
