package io.starkbeat.standalone.verify;

import io.starkbeat.schemas.node.NodeState;
import java.util.ArrayList;
import java.util.List;

/// A node as the fold of the log allows it to be.
///
/// @param accepted the states of which each is right: all that it passed through since the aggregator was known to have
///                 folded at least so far. The last is the newest
/// @param absent   whether it is also right that there is no such node
/// @param cut      whether the log no longer holds the beginning of one of its sessions
record FoldedNode(List<NodeState> accepted, boolean absent, boolean cut) {
    /// There is none, and was none.
    static final FoldedNode ABSENT = new FoldedNode(List.of(), true, false);

    FoldedNode {
        accepted = List.copyOf(accepted);
    }

    boolean isKnown() {
        return !accepted.isEmpty();
    }

    /// This or that is right.
    FoldedNode orAlso(FoldedNode later) {
        List<NodeState> both = new ArrayList<>(accepted);
        both.addAll(later.accepted);
        return new FoldedNode(both, absent || later.absent, cut || later.cut);
    }
}
