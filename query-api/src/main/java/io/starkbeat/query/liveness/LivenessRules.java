package io.starkbeat.query.liveness;

import io.starkbeat.query.progress.PipelinePause;
import io.starkbeat.query.progress.PipelineTime;
import io.starkbeat.schemas.node.Claim;
import io.starkbeat.schemas.node.CurrentSession;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Decides between online, stale and offline. Pure: it knows a session, a pipeline time and two limits, and no clock.
///
/// What was not folded during a pause of the pipeline is no silence of the node's: one that was within the limit when the
/// pause began has the whole limit again from its end. One that was beyond it stays so, until it is heard of. So a pause
/// changes no status. An age of exactly the limit is still within it.
///
/// @param staleAfter   how long after its last report a node counts as reporting
/// @param offlineAfter how long after a gateway's last word a session counts as vouched for
public record LivenessRules(Duration staleAfter, Duration offlineAfter) {

    /// The status at a pipeline time.
    ///
    /// @param session the node's current session; null when none ever reported, which is offline
    public NodeStatus judge(@Nullable CurrentSession session, PipelineTime now) {
        if (session == null || session.ended() || now.time().isAfter(vouchedUntil(session, now))) {
            return NodeStatus.OFFLINE;
        }
        return now.time().isAfter(reportedUntil(session, now)) ? NodeStatus.STALE : NodeStatus.ONLINE;
    }

    /// The last pipeline time at which [#judge] still says the same if nothing more is heard and folding does not pause:
    /// a later time needs a new judgement.
    ///
    /// @param judged what [#judge] says at `now`
    public Instant holdsUntil(NodeStatus judged, @Nullable CurrentSession session, PipelineTime now) {
        if (session == null || judged == NodeStatus.OFFLINE) {
            return Instant.MAX;
        }
        Instant vouched = vouchedUntil(session, now);
        if (judged == NodeStatus.STALE) {
            return vouched;
        }
        Instant reported = reportedUntil(session, now);
        return reported.isBefore(vouched) ? reported : vouched;
    }

    /// Whether a claim that is not the incumbent's is live, by the same measure.
    public boolean isLive(Claim claim, PipelineTime now) {
        return !claim.ended() && !now.time().isAfter(until(claim.vouchedAt(), offlineAfter, now));
    }

    private Instant vouchedUntil(CurrentSession session, PipelineTime now) {
        return until(session.vouchedAt(), offlineAfter, now);
    }

    /// A session is opened by its first report, so until one is folded its age counts from its opening.
    private Instant reportedUntil(CurrentSession session, PipelineTime now) {
        Instant lastReport = session.lastReport();
        return until(lastReport == null ? session.connectedAt() : lastReport, staleAfter, now);
    }

    private static Instant until(Instant word, Duration limit, PipelineTime now) {
        Instant until = after(word, limit);
        for (PipelinePause pause : now.pauses()) {
            Instant granted = after(pause.to(), limit);
            if (!until.isBefore(pause.from()) && granted.isAfter(until)) {
                until = granted;
            }
        }
        return until;
    }

    /// One absurd time in one record must not break the judgement of all nodes.
    private static Instant after(Instant word, Duration limit) {
        return word.isAfter(Instant.MAX.minus(limit)) ? Instant.MAX : word.plus(limit);
    }
}
