package io.starkbeat.query.catalog;

import io.starkbeat.query.liveness.LastWords;
import io.starkbeat.query.view.NodeItem;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.node.CurrentSession;
import io.starkbeat.schemas.node.NodeState;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What the index keeps of a node: its prepared item, and the little that status and lag need. Immutable.
final class IndexedNode {
    private final byte[] prepared;
    private final LastWords lastWords;
    private final String addressKey;
    private final @Nullable String network;
    private final OptionalLong height;

    IndexedNode(NodeState state) {
        prepared = NodeItem.prepare(state);
        CurrentSession session = state.session();
        lastWords = LastWords.of(session);
        addressKey = session == null ? "" : Objects.requireNonNullElse(session.addressKey(), "");
        network = state.fields().text(Field.NETWORK_NAME);
        height = state.fields().whole(Field.CURRENT_BLOCK_NUMBER_L2);
    }

    /// Shared, not to be written to.
    byte[] prepared() {
        return prepared;
    }

    LastWords lastWords() {
        return lastWords;
    }

    /// Those whose address nobody knows any more count as one address: they may be.
    String addressKey() {
        return addressKey;
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
