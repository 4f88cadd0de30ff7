package io.starkbeat.aggregator.topology;

import io.starkbeat.aggregator.fold.NodeInput;
import io.starkbeat.aggregator.fold.SessionFold;
import io.starkbeat.aggregator.fold.SessionState;
import io.starkbeat.schemas.session.SessionEvent;

/// The first half of the fold: the table of sessions, which every record of `node-telemetry` changes or repeats.
final class SessionTable {
    private final FoldStore store;
    private final FoldMetrics metrics;

    SessionTable(FoldStore store, FoldMetrics metrics) {
        this.store = store;
        this.metrics = metrics;
    }

    /// Folds a record.
    ///
    /// @param offset the record's
    /// @return what it means to the node that the session speaks for
    NodeInput.SessionUpdate fold(SessionEvent event, long offset) {
        SessionState before = store.session(event.sessionId());
        SessionState after = SessionFold.fold(before, event);
        boolean repeated = before != null && after.seq() == before.seq();
        if (repeated) {
            metrics.repeated();
        } else {
            store.put(new SessionEntry(after, offset));
            metrics.folded(after.missing() - (before == null ? 0 : before.missing()));
        }
        return new NodeInput.SessionUpdate(after, repeated);
    }
}
