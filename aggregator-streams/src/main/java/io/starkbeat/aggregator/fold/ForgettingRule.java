package io.starkbeat.aggregator.fold;

import io.starkbeat.schemas.node.NodeId;
import io.starkbeat.schemas.node.NodeState;
import java.time.Duration;
import java.time.Instant;

/// When nodes and sessions are forgotten. Judged in pipeline time, so that nothing is forgotten before what was received is
/// folded.
///
/// @param named   how long after the last word a node with a peer id is kept (`FORGET_AFTER`)
/// @param unnamed how long one without is kept (`FORGET_UNNAMED_AFTER`)
public record ForgettingRule(Duration named, Duration unnamed) {
    /// How long a session that was never closed is kept in silence: its gateway died, and every other one vouches each
    /// 30 s. Should it speak again after all, its hourly `alive` tells everything anew.
    static final Duration SILENT_SESSION = Duration.ofHours(2);

    /// When the node is due, if nothing more is heard of it.
    public Instant dueAt(NodeState node) {
        return node.lastWord().plus(NodeId.isNamed(node.nodeId()) ? named : unnamed);
    }

    /// When the session's state is due: at once when it has ended, since its node has taken note. Either way only once no
    /// restart can read its records again.
    public Instant dueAt(SessionState session) {
        return session.ended() ? session.vouchedAt() : session.vouchedAt().plus(SILENT_SESSION);
    }
}
