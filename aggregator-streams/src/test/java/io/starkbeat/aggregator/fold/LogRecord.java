package io.starkbeat.aggregator.fold;

import io.starkbeat.schemas.peer.PeerSighting;
import io.starkbeat.schemas.session.SessionEvent;

/// A record of what the fold reads.
sealed interface LogRecord {
    record Telemetry(SessionEvent event) implements LogRecord {}

    record Crawl(PeerSighting sighting) implements LogRecord {}
}
