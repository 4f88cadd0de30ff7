package io.starkbeat.query.liveness;

import io.starkbeat.query.progress.PipelineTime;
import io.starkbeat.schemas.node.CurrentSession;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Decides between online, stale and offline. Pure: it knows a session, a pipeline time and two limits, and no clock.
///
/// An age counts from the later of the last word and the time at which folding resumed after a pause: what was not folded
/// during the pause is no silence of the node's. An age of exactly the limit is still within it.
///
/// @param staleAfter   how long after its last report a node counts as reporting
/// @param offlineAfter how long after a gateway's last word a session counts as vouched for
public record LivenessRules(Duration staleAfter, Duration offlineAfter) {

    /// The status at a pipeline time.
    ///
    /// @param session the node's current session; null when none ever reported, which is offline
    public NodeStatus judge(@Nullable CurrentSession session, PipelineTime now) {
        if (session == null || session.ended() || now.time().isAfter(vouchedUntil(session, now.resumedAt()))) {
            return NodeStatus.OFFLINE;
        }
        return now.time().isAfter(reportedUntil(session, now.resumedAt())) ? NodeStatus.STALE : NodeStatus.ONLINE;
    }

    /// The last pipeline time at which [#judge] still says the same if nothing more is heard and folding does not pause:
    /// a later time needs a new judgement.
    ///
    /// @param judged what [#judge] says at `now`
    public Instant holdsUntil(NodeStatus judged, @Nullable CurrentSession session, PipelineTime now) {
        if (session == null || judged == NodeStatus.OFFLINE) {
            return Instant.MAX;
        }
        Instant vouched = vouchedUntil(session, now.resumedAt());
        if (judged == NodeStatus.STALE) {
            return vouched;
        }
        Instant reported = reportedUntil(session, now.resumedAt());
        return reported.isBefore(vouched) ? reported : vouched;
    }

    private Instant vouchedUntil(CurrentSession session, @Nullable Instant resumedAt) {
        return after(later(session.vouchedAt(), resumedAt), offlineAfter);
    }

    /// A session is opened by its first report, so until one is folded its age counts from its opening.
    private Instant reportedUntil(CurrentSession session, @Nullable Instant resumedAt) {
        Instant lastReport = session.lastReport();
        return after(later(lastReport == null ? session.connectedAt() : lastReport, resumedAt), staleAfter);
    }

    /// One absurd time in one record must not break the judgement of all nodes.
    private static Instant after(Instant word, Duration limit) {
        return word.isAfter(Instant.MAX.minus(limit)) ? Instant.MAX : word.plus(limit);
    }

    private static Instant later(Instant word, @Nullable Instant resumedAt) {
        return resumedAt != null && resumedAt.isAfter(word) ? resumedAt : word;
    }
}
