package io.starkbeat.aggregator.topology;

import io.starkbeat.schemas.peer.PeerSighting;
import io.starkbeat.schemas.session.SessionEvent;

/// A record of one of the two topics that the fold reads.
sealed interface FoldInput {

    /// What a gateway wrote.
    record Telemetry(SessionEvent event) implements FoldInput {}

    /// What a crawler wrote.
    record Sighting(PeerSighting sighting) implements FoldInput {}
}
