package io.starkbeat.query.store;

import io.starkbeat.schemas.node.NodeState;
import java.util.Optional;
import java.util.function.Consumer;

/// The states of all nodes, as the topic `node-state` tells them. Thread-safe. Reading may wait a moment for a write: not
/// for event loops.
public interface NodeStates {
    /// Whether the copy is complete and kept up to date. Cheap, never waits.
    boolean isReady();

    /// One node's state; empty when no such node is known.
    ///
    /// @throws StatesNotReadyException when the copy cannot be read now
    Optional<NodeState> find(String nodeId);

    /// Visits every node's state, in no order.
    ///
    /// @throws StatesNotReadyException when the copy cannot be read now, or no more
    void forEach(Consumer<NodeState> visitor);
}
