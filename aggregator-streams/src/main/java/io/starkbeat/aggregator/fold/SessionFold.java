package io.starkbeat.aggregator.fold;

import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.node.FieldTimes;
import io.starkbeat.schemas.peer.PeerId;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.SessionAlive;
import io.starkbeat.schemas.session.SessionClosed;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.schemas.session.SessionOpened;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Folds a session's records into its state.
///
/// Records are numbered. One at or below the newest number folded is not folded again, which makes a replay harmless; a
/// gap is counted and never waited for. The first record seen, whatever it is, starts the state: the log may no longer
/// hold the opening.
public final class SessionFold {
    private SessionFold() {}

    /// The session's state after an event.
    ///
    /// @param before the state so far; null when nothing of the session was folded
    /// @return the new state; `before` itself when the event changes nothing, never null
    public static SessionState fold(@Nullable SessionState before, SessionEvent event) {
        if (before == null) {
            return apply(started(event), event);
        }
        if (event.seq() <= before.seq() || before.ended()) {
            return before;
        }
        return apply(before.withSeq(event.seq(), event.receivedAt()), event);
    }

    private static SessionState started(SessionEvent event) {
        Instant now = event.receivedAt();
        return new SessionState(event.sessionId(), event.gateway(), event.seq(), 0, null, null, null, now, now, null,
                null, null, null, Fields.EMPTY, FieldTimes.NONE, false, null);
    }

    private static SessionState apply(SessionState state, SessionEvent event) {
        return switch (event) {
            case SessionOpened opened -> state
                    .withConnection(opened.address(), opened.addressKey(), opened.country(), opened.receivedAt())
                    .withFields(opened.fields(), opened.receivedAt());
            case NodeReport report -> state
                    .withFields(report.fields(), report.receivedAt())
                    .withLastReport(report.receivedAt(), report.reportedAt());
            case SessionAlive alive -> withRemembered(state, alive)
                    .withConnection(alive.address(), alive.addressKey(), alive.country(), alive.connectedAt());
            case SessionClosed closed -> state.withEnd(closed.isContinued() ? closed.continuedAs() : null);
        };
    }

    /// An `alive` repeats what the session had said; it is news only where the log no longer holds it, and it never makes
    /// a field look younger than it is.
    private static SessionState withRemembered(SessionState state, SessionAlive alive) {
        Fields known = alive.fields().overlaidBy(state.fields());
        FieldTimes times = FieldTimes.NONE.after(alive.fields(), alive.receivedAt()).overlaidBy(state.fieldTimes());
        return state.withFieldsAndTimes(known, times);
    }

    /// The peer id that the fields name, when it is one.
    static @Nullable String peerIdIn(Fields fields) {
        String named = fields.text(Field.PEER_ID);
        return PeerId.isCanonical(named) ? named : null;
    }
}
