package io.starkbeat.query.liveness;

import io.starkbeat.query.progress.PipelinePause;
import io.starkbeat.query.progress.PipelineTime;

/// The [LivenessRules] at one pipeline time. Judging ten thousand nodes makes no object: this runs again for each list
/// that is made while nodes report. Immutable.
public final class LivenessJudge {
    /// What [#holdsUntil] answers when time alone changes nothing.
    public static final long FOREVER = Long.MAX_VALUE;

    private final long now;
    private final Limits session;
    private final Limits crawl;
    private final long[] pausedFrom;
    private final long[] pausedTo;

    LivenessJudge(LivenessRules rules, PipelineTime time) {
        now = LastWords.millis(time.time());
        session = new Limits(rules.staleAfter().toMillis(), rules.offlineAfter().toMillis());
        crawl = new Limits(rules.crawlStaleAfter().toMillis(), rules.crawlOfflineAfter().toMillis());
        pausedFrom = time.pauses().stream().map(PipelinePause::from).mapToLong(LastWords::millis).toArray();
        pausedTo = time.pauses().stream().map(PipelinePause::to).mapToLong(LastWords::millis).toArray();
    }

    /// In milliseconds.
    private record Limits(long staleAfter, long offlineAfter) {}

    private Limits limits(LastWords words) {
        return words.crawled() ? crawl : session;
    }

    /// The status of a node that was last heard of so.
    public NodeStatus status(LastWords words) {
        Limits limits = limits(words);
        if (words.ended() || now > until(words, words.vouchedAt(), limits.offlineAfter)) {
            return NodeStatus.OFFLINE;
        }
        return now > until(words, words.reportedAt(), limits.staleAfter) ? NodeStatus.STALE : NodeStatus.ONLINE;
    }

    /// The last pipeline time, in milliseconds since 1970, at which [#status] still says the same if nothing more is heard
    /// and folding does not pause: a later time needs a new judgement.
    ///
    /// @param judged what [#status] says now
    public long holdsUntil(NodeStatus judged, LastWords words) {
        Limits limits = limits(words);
        return switch (judged) {
            case OFFLINE -> FOREVER;
            case STALE -> until(words, words.vouchedAt(), limits.offlineAfter);
            case ONLINE -> Math.min(until(words, words.vouchedAt(), limits.offlineAfter),
                    until(words, words.reportedAt(), limits.staleAfter));
        };
    }

    boolean isVouchedFor(long vouchedAt) {
        return now <= until(vouchedAt, session.offlineAfter);
    }

    private long until(LastWords words, long word, long limit) {
        return words.crawled() ? untilLater(word, limit) : until(word, limit);
    }

    /// Of the crawl's limits, which are hours, nobody is granted the whole again because of a minute: as long as the pause
    /// was, from the word on.
    private long untilLater(long word, long limit) {
        long until = word + limit;
        for (int i = 0; i < pausedFrom.length; i++) {
            if (until >= pausedFrom[i] && pausedTo[i] > word) {
                until += pausedTo[i] - Math.max(pausedFrom[i], word);
            }
        }
        return until;
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
