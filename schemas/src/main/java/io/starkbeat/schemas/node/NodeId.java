package io.starkbeat.schemas.node;

/// What names a node: its peer id, or, for a session that names none, the session.
public final class NodeId {
    private static final String SESSION_PREFIX = "session:";

    private NodeId() {}

    /// The id of the node that a session without a peer id is.
    public static String ofSession(String sessionId) {
        return SESSION_PREFIX + sessionId;
    }

    /// Whether the node has a peer id. One that has none is forgotten sooner.
    public static boolean isNamed(String nodeId) {
        return !nodeId.startsWith(SESSION_PREFIX);
    }
}
