package io.starkbeat.kit.kafka;

import io.starkbeat.kit.StartException;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/// What an operator can mend when Kafka's clients fail.
public final class KafkaFaults {
    private KafkaFaults() {}

    /// The operator's line for a failure that waiting does not heal: settings that a client refuses, credentials that
    /// the cluster refuses, a lack of authority, a cluster that is too old.
    ///
    /// @param failure what a client threw, with its causes
    /// @return empty for every other failure
    public static Optional<StartException> explain(Throwable failure) {
        for (@Nullable
        Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String line = switch (cause) {
                // A name that does not resolve is a ConfigException too, and may resolve a moment later.
                case ConfigException refused when !isUnresolvable(refused) ->
                    "Kafka's client refuses its settings; correct the KAFKA_* variable: " + refused.getMessage();
                case AuthenticationException refused ->
                    "Kafka does not let this service in; check the credentials in the KAFKA_* variables: "
                            + refused.getMessage();
                case AuthorizationException refused ->
                    "Kafka denies this service's user what it needs; grant it: " + refused.getMessage();
                case UnsupportedVersionException old ->
                    "this Kafka cluster is too old for Starkbeat: " + old.getMessage();
                default -> "";
            };
            if (!line.isEmpty()) {
                return Optional.of(new StartException(line, failure));
            }
        }
        return Optional.empty();
    }

    /// What a failure comes down to. The outer exceptions of Kafka's clients only say which client could not be made.
    static String rootReason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    private static boolean isUnresolvable(ConfigException refused) {
        return String.valueOf(refused.getMessage()).contains("No resolvable bootstrap urls");
    }
}
