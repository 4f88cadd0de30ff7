package io.starkbeat.aggregator.topology;

import io.starkbeat.aggregator.fold.SessionState;
import java.util.Objects;

/// A session in the store. Not of the public contract.
///
/// @param session what it has told so far
/// @param offset  the offset in `node-telemetry` of the newest record folded into it
record SessionEntry(SessionState session, long offset) {
    SessionEntry {
        Objects.requireNonNull(session, "session is missing");
    }
}
