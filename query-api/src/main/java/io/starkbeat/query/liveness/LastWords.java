package io.starkbeat.query.liveness;

import io.starkbeat.schemas.node.CurrentSession;
import io.starkbeat.schemas.peer.PeerSighting;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When a node was last heard of, in milliseconds since 1970: what [LivenessJudge] needs of it, made once when the node
/// changes.
///
/// @param crawled    whether it is the crawl that tells; else the node's session
/// @param ended      whether the session was closed, or never was
/// @param vouchedAt  the receive time of the session's newest record of any kind; or when a crawler last met the node
/// @param reportedAt the receive time of the session's newest report; that of its opening as long as none is folded. Or
///                   when a crawler last met the node, and never when it was away when last looked for
public record LastWords(boolean crawled, boolean ended, long vouchedAt, long reportedAt) {
    private static final LastWords NONE = new LastWords(false, true, 0, 0);

    /// One absurd time in one record must not break the judgement of all nodes: times are cut where a limit that is added
    /// to them still fits.
    private static final long MAX_SECONDS = Long.MAX_VALUE / 4_000;

    /// What a session last said.
    ///
    /// @param session null when none ever reported, which is offline
    public static LastWords of(@Nullable CurrentSession session) {
        if (session == null) {
            return NONE;
        }
        Instant lastReport = session.lastReport();
        return new LastWords(false, session.ended(), millis(session.vouchedAt()),
                // A session is opened by its first report, so until one is folded its age counts from its opening.
                millis(lastReport == null ? session.connectedAt() : lastReport));
    }

    /// What a crawler last found.
    public static LastWords ofCrawl(PeerSighting sighting) {
        long metAt = millis(sighting.lastReached() == null ? sighting.seenAt() : sighting.lastReached());
        return new LastWords(true, false, metAt, sighting.reachable() ? metAt : -MAX_SECONDS * 1_000);
    }

    static long millis(Instant time) {
        return Math.abs(time.getEpochSecond()) <= MAX_SECONDS
                ? time.toEpochMilli()
                : Long.signum(time.getEpochSecond()) * MAX_SECONDS * 1_000;
    }
}
