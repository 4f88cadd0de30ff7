package io.starkbeat.query.liveness;

import io.starkbeat.query.progress.PipelineTime;
import io.starkbeat.schemas.node.Claim;
import io.starkbeat.schemas.node.CurrentSession;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Decides between online, stale and offline. Pure: it knows what was last heard of a node, a pipeline time and some limits,
/// and no clock.
///
/// What was not folded during a pause of the pipeline is no silence of the node's: one that was within the limit when the
/// pause began has the whole limit again from its end. One that was beyond it stays so, until it is heard of. So a pause
/// changes no status. An age of exactly the limit is still within it.
///
/// A node of which the crawl tells is online when it was met at the last look and no longer than two rounds ago, offline
/// after four: one round may be late or fail, and a node is not gone because of it. A pause that began within such a limit is
/// added to it.
///
/// @param staleAfter    how long after its last report a node counts as reporting
/// @param offlineAfter  how long after a gateway's last word a session counts as vouched for
/// @param crawlInterval how often the crawler looks
public record LivenessRules(Duration staleAfter, Duration offlineAfter, Duration crawlInterval) {
    private static final int ROUNDS_UNTIL_STALE = 2;
    private static final int ROUNDS_UNTIL_OFFLINE = 4;

    Duration crawlStaleAfter() {
        return crawlInterval.multipliedBy(ROUNDS_UNTIL_STALE);
    }

    Duration crawlOfflineAfter() {
        return crawlInterval.multipliedBy(ROUNDS_UNTIL_OFFLINE);
    }

    /// The rules at a pipeline time, for judging many nodes.
    public LivenessJudge at(PipelineTime now) {
        return new LivenessJudge(this, now);
    }

    /// The status at a pipeline time of a node of which no crawler tells.
    ///
    /// @param session the node's current session; null when none ever reported, which is offline
    public NodeStatus judge(@Nullable CurrentSession session, PipelineTime now) {
        return at(now).status(LastWords.of(session));
    }

    /// Whether a claim that is not the incumbent's is live, by the same measure.
    public boolean isLive(Claim claim, PipelineTime now) {
        return !claim.ended() && at(now).isVouchedFor(LastWords.millis(claim.vouchedAt()));
    }
}
