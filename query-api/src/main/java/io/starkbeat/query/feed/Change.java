package io.starkbeat.query.feed;

import io.starkbeat.query.catalog.PresentNode;
import io.starkbeat.query.question.NodeFilter;
import org.jspecify.annotations.Nullable;

/// One node stands otherwise than before.
///
/// @param slot   of the node on the [Board]
/// @param before how it stood; null when it was not there
/// @param after  how it stands; null when it is gone
record Change(int slot, @Nullable PresentNode before, @Nullable PresentNode after) {
    String nodeId() {
        PresentNode node = after != null ? after : before;
        if (node == null) {
            throw new IllegalStateException("a change of no node");
        }
        return node.nodeId();
    }

    /// Whether who sees only what passes the filter sees the node now.
    boolean shows(NodeFilter filter) {
        return after != null && filter.test(after);
    }

    /// Whether it is news for who sees only what passes the filter: a node, or its going.
    boolean concerns(NodeFilter filter) {
        return shows(filter) || before != null && filter.test(before);
    }
}
