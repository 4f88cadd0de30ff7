package io.starkbeat.crawler.libp2p.stream;

import io.starkbeat.schemas.peer.PeerId;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// How a dial, or a question to a connected peer, ends badly: one line for a person in the message, a kind that a program can
/// switch over. It is the ordinary outcome of dialling strangers, thousands an hour, and so carries no stack trace.
public abstract sealed class DialException extends Exception {
    private static final long serialVersionUID = 1L;

    private DialException(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }

    /// The address is of a kind that is not dialled, or the policy forbids it. Nothing was sent.
    public static final class NotDialable extends DialException {
        private static final long serialVersionUID = 1L;

        public NotDialable(String message) {
            super(message, null);
        }
    }

    /// A name has no address. Nothing was sent to the peer.
    public static final class Unresolved extends DialException {
        private static final long serialVersionUID = 1L;

        public Unresolved(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// No way leads to the address.
    public static final class Unreachable extends DialException {
        private static final long serialVersionUID = 1L;

        public Unreachable(String address, @Nullable Throwable cause) {
            super("no way leads to " + address + (cause == null ? "" : ": " + cause.getMessage()), cause);
        }
    }

    /// The host is there and nothing listens at the port.
    public static final class Refused extends DialException {
        private static final long serialVersionUID = 1L;

        public Refused(String address) {
            super("nothing listens at " + address, null);
        }
    }

    /// The peer took too long over a step, whether it was silent or slow.
    public static final class DeadlinePassed extends DialException {
        private static final long serialVersionUID = 1L;

        DeadlinePassed(String step, Duration allowed) {
            super(step + " took longer than " + allowed.toMillis() + " ms", null);
        }
    }

    /// Another peer than the dialled one lives at the address.
    public static final class NotThePeer extends DialException {
        private static final long serialVersionUID = 1L;
        private final transient PeerId proven;

        public NotThePeer(PeerId dialled, PeerId proven) {
            super("dialled " + dialled + ", and " + proven + " answered", null);
            this.proven = proven;
        }

        /// Who proved to be there instead.
        public PeerId proven() {
            return proven;
        }
    }

    /// The peer broke the rules of a layer.
    public static final class Violation extends DialException {
        private static final long serialVersionUID = 1L;
        private final Layer layer;

        public Violation(Layer layer, String what) {
            super(layer + ": " + what, null);
            this.layer = layer;
        }

        public Layer layer() {
            return layer;
        }
    }

    /// The peer closed or reset the connection or the stream before it had answered.
    public static final class Ended extends DialException {
        private static final long serialVersionUID = 1L;
        private final Layer layer;

        public Ended(Layer layer, String what) {
            super(layer + ": " + what, null);
            this.layer = layer;
        }

        public Layer layer() {
            return layer;
        }
    }

    /// The peer speaks none of the protocols that the question could be asked in.
    public static final class Unsupported extends DialException {
        private static final long serialVersionUID = 1L;

        public Unsupported(List<String> protocols) {
            super("the peer speaks none of " + String.join(", ", protocols), null);
        }
    }

    /// Our own side stopped: the connection was closed here, or the thread was interrupted.
    public static final class Cancelled extends DialException {
        private static final long serialVersionUID = 1L;

        public Cancelled(String message) {
            super(message, null);
        }
    }
}
