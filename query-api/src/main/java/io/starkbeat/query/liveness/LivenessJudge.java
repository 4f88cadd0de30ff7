package io.starkbeat.query.liveness;

import io.starkbeat.query.progress.PipelinePause;
import io.starkbeat.query.progress.PipelineTime;

/// The [LivenessRules] at one pipeline time. Judging ten thousand nodes makes no object: this runs again for each list
/// that is made while nodes report. Immutable.
public final class LivenessJudge {
    /// What [#holdsUntil] answers when time alone changes nothing.
    public static final long FOREVER = Long.MAX_VALUE;

    private final long now;
    private final long staleAfter;
    private final long offlineAfter;
    private final long[] pausedFrom;
    private final long[] pausedTo;

    LivenessJudge(LivenessRules rules, PipelineTime time) {
        now = LastWords.millis(time.time());
        staleAfter = rules.staleAfter().toMillis();
        offlineAfter = rules.offlineAfter().toMillis();
        pausedFrom = time.pauses().stream().map(PipelinePause::from).mapToLong(LastWords::millis).toArray();
        pausedTo = time.pauses().stream().map(PipelinePause::to).mapToLong(LastWords::millis).toArray();
    }

    /// The status of a node whose session said this.
    public NodeStatus status(LastWords words) {
        if (words.ended() || now > until(words.vouchedAt(), offlineAfter)) {
            return NodeStatus.OFFLINE;
        }
        return now > until(words.reportedAt(), staleAfter) ? NodeStatus.STALE : NodeStatus.ONLINE;
    }

    /// The last pipeline time, in milliseconds since 1970, at which [#status] still says the same if nothing more is heard
    /// and folding does not pause: a later time needs a new judgement.
    ///
    /// @param judged what [#status] says now
    public long holdsUntil(NodeStatus judged, LastWords words) {
        return switch (judged) {
            case OFFLINE -> FOREVER;
            case STALE -> until(words.vouchedAt(), offlineAfter);
            case ONLINE -> Math.min(until(words.vouchedAt(), offlineAfter), until(words.reportedAt(), staleAfter));
        };
    }

    boolean isVouchedFor(long vouchedAt) {
        return now <= until(vouchedAt, offlineAfter);
    }

    private long until(long word, long limit) {
        long until = word + limit;
        for (int i = 0; i < pausedFrom.length; i++) {
            long granted = pausedTo[i] + limit;
            if (until >= pausedFrom[i] && granted > until) {
                until = granted;
            }
        }
        return until;
    }
}
