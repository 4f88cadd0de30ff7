package io.starkbeat.aggregator.fold;

import io.starkbeat.schemas.node.NodeState;
import org.jspecify.annotations.Nullable;

/// The tables as they stand before an input is folded.
public interface FoldedSoFar {

    /// The node's state, or null when there is no such node.
    @Nullable
    NodeState node(String nodeId);

    /// The session's state, or null when nothing of it was folded or it was forgotten.
    @Nullable
    SessionState session(String sessionId);
}
