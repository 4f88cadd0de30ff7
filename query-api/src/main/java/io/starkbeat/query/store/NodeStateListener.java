package io.starkbeat.query.store;

import io.starkbeat.schemas.node.NodeState;

/// Is told of every change of the store, after it was made, by the one thread that makes them. Also while the store is
/// restored, so that it needs no scan to have seen everything.
public interface NodeStateListener {
    /// A node has this state now.
    void changed(NodeState state);

    /// A node is no more: forgotten, or what is said of it cannot be read.
    void gone(String nodeId);
}
