package io.starkbeat.query.store;

import io.starkbeat.query.picture.CatalogSource;
import io.starkbeat.schemas.node.NodeState;
import java.util.Optional;
import java.util.function.Consumer;

/// The states as one source knows them: what it does not know is not there, for whoever reads and for whoever listens.
public record SelectedStates(NodeStates all, CatalogSource source) implements NodeStates {

    /// Hands on the changes of the states that the source knows.
    public static NodeStateListener listener(CatalogSource source, NodeStateListener listener) {
        return new NodeStateListener() {
            @Override
            public void changed(NodeState state) {
                source.of(state).ifPresentOrElse(listener::changed, () -> listener.gone(state.nodeId()));
            }

            @Override
            public void gone(String nodeId) {
                listener.gone(nodeId);
            }
        };
    }

    @Override
    public boolean isReady() {
        return all.isReady();
    }

    @Override
    public Optional<NodeState> find(String nodeId) {
        return all.find(nodeId).flatMap(source::of);
    }

    @Override
    public void forEach(Consumer<NodeState> visitor) {
        all.forEach(state -> source.of(state).ifPresent(visitor));
    }
}
