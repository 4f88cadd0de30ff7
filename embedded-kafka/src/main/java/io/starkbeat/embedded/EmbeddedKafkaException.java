package io.starkbeat.embedded;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/// Why the embedded Kafka did not start, or cannot go on. The message is one sentence or two for a person: what is
/// wrong, where, what to change; no stack trace is needed to act on it, except for [BrokerFailed].
public abstract sealed class EmbeddedKafkaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private EmbeddedKafkaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// Something else listens on the port.
    public static final class PortTaken extends EmbeddedKafkaException {
        private static final long serialVersionUID = 1L;
        private final int port;

        PortTaken(int port, Throwable cause) {
            super("Kafka cannot listen on 127.0.0.1:" + port + " (" + cause.getMessage()
                    + "): stop what uses this port, or choose another port for Kafka", cause);
            this.port = port;
        }

        public int port() {
            return port;
        }
    }

    /// The data folder cannot be made, read or written, or holds something that is not ours.
    public static final class FolderUnusable extends EmbeddedKafkaException {
        private static final long serialVersionUID = 1L;
        private final transient Path folder;

        FolderUnusable(Path folder, String why, @Nullable Throwable cause) {
            super("Kafka cannot keep its data in " + folder + ": " + why, cause);
            this.folder = folder;
        }

        public Path folder() {
            return folder;
        }
    }

    /// Another running Kafka holds the data folder.
    public static final class FolderInUse extends EmbeddedKafkaException {
        private static final long serialVersionUID = 1L;
        private final transient Path folder;

        FolderInUse(Path folder) {
            super("Kafka's data folder " + folder + " is in use by another running process: stop that one, or choose "
                    + "another data folder", null);
            this.folder = folder;
        }

        public Path folder() {
            return folder;
        }
    }

    /// The data in the folder were written by a version, or for a number of nodes, that this one cannot take over.
    public static final class DataIncompatible extends EmbeddedKafkaException {
        private static final long serialVersionUID = 1L;
        private final transient Path folder;

        DataIncompatible(Path folder, String why) {
            super("Kafka cannot use the data in " + folder + ": " + why, null);
            this.folder = folder;
        }

        public Path folder() {
            return folder;
        }
    }

    /// A node did not start, or cannot go on, for a reason of Kafka's own; the cause and Kafka's log tell more.
    public static final class BrokerFailed extends EmbeddedKafkaException {
        private static final long serialVersionUID = 1L;

        BrokerFailed(String who, String what, @Nullable Throwable cause) {
            super(who + " failed: " + what + " (the log of kafka.* and org.apache.kafka.* tells more)", cause);
        }
    }
}
