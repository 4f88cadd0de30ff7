package io.starkbeat.aggregator.fold;

import io.starkbeat.schemas.peer.PeerSighting;

/// What changes a node: news of one of its sessions, or a crawler's sighting of it.
public sealed interface NodeInput {

    /// A session's newest state.
    ///
    /// @param repeated whether the record that brought it was folded before. Then what it led to is published again: the
    ///                 process that folded it may have died before that was out
    record SessionUpdate(SessionState session, boolean repeated) implements NodeInput {
        /// After a record that was not folded before.
        public SessionUpdate(SessionState session) {
            this(session, false);
        }
    }

    /// What a crawler saw.
    record Sighting(PeerSighting sighting) implements NodeInput {}
}
