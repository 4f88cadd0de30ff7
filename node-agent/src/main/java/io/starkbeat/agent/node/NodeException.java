package io.starkbeat.agent.node;

/// A node did not tell what it was asked. The message is a sentence for the operator and goes on after "the node ".
public final class NodeException extends Exception {
    private static final long serialVersionUID = 1L;

    /// JSON-RPC's code of a method that does not exist.
    static final int METHOD_NOT_FOUND = -32601;
    /// Starknet JSON-RPC's `NO_BLOCKS`.
    static final int NO_BLOCKS = 32;

    /// What went wrong, as far as it matters what to do.
    public enum Kind {
        /// No answer came: the node is down, or the address is wrong.
        SILENT,
        /// An answer came that helps nobody until an operator has changed something.
        REFUSED,
        /// The node answered with an error of its own.
        ERROR,
        /// The answer is not of the specification's shape, or too large.
        UNFIT
    }

    private final Kind kind;
    private final int code;

    NodeException(Kind kind, String message) {
        this(kind, 0, message);
    }

    NodeException(Kind kind, int code, String message) {
        super(message);
        this.kind = kind;
        this.code = code;
    }

    /// What went wrong.
    public Kind kind() {
        return kind;
    }

    /// Whether the node has no such method.
    public boolean isMethodNotFound() {
        return code == METHOD_NOT_FOUND;
    }

    /// Whether the node has no block yet.
    public boolean isNoBlocks() {
        return code == NO_BLOCKS;
    }
}
