package io.starkbeat.aggregator.fold;

import io.starkbeat.schemas.node.NodeState;

/// What an input does to the table of nodes.
public sealed interface NodeChange {

    /// A node has a new state.
    record Became(NodeState state) implements NodeChange {}

    /// A node is no longer one; there may have been none.
    record Gone(String nodeId) implements NodeChange {}
}
