package io.starkbeat.query.catalog;

import io.starkbeat.query.view.NodeItem;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.node.CurrentSession;
import io.starkbeat.schemas.node.NodeState;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What the index keeps of a node: its prepared item, and the little that status and lag need. Immutable.
final class IndexedNode {
    private final byte[] prepared;
    private final @Nullable CurrentSession session;
    private final @Nullable String network;
    private final OptionalLong height;

    IndexedNode(NodeState state) {
        prepared = NodeItem.prepare(state);
        session = state.session();
        network = state.fields().text(Field.NETWORK_NAME);
        height = state.fields().whole(Field.CURRENT_BLOCK_NUMBER_L2);
    }

    /// Shared, not to be written to.
    byte[] prepared() {
        return prepared;
    }

    @Nullable
    CurrentSession session() {
        return session;
    }

    @Nullable
    String network() {
        return network;
    }

    /// Unsigned.
    OptionalLong height() {
        return height;
    }
}
