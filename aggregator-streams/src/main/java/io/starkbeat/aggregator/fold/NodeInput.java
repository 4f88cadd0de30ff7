package io.starkbeat.aggregator.fold;

import io.starkbeat.schemas.peer.PeerSighting;

/// What changes a node: news of one of its sessions, or a crawler's sighting of it.
public sealed interface NodeInput {

    /// A session's newest state.
    record SessionUpdate(SessionState session) implements NodeInput {}

    /// What a crawler saw.
    record Sighting(PeerSighting sighting) implements NodeInput {}
}
