package io.starkbeat.aggregator.fold;

import io.starkbeat.schemas.node.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which of the sessions that name one peer id is the node: the incumbent, the only one whose reports change its state.
///
/// It is the latest live claim: a node that reconnects is followed at once. While no claim is live it stays who it was.
final class IncumbentRule {
    /// The order of claims, on every replay the same.
    static final Comparator<Claim> ORDER = Comparator.comparing(Claim::connectedAt).thenComparing(Claim::session);

    private IncumbentRule() {}

    /// The incumbent, or null when nobody claims the node.
    ///
    /// @param claims       in [#ORDER]
    /// @param current      the session that was the incumbent until now
    /// @param newest       the newest receive time that the node has seen: liveness is judged by it
    /// @param offlineAfter how long a claim stays live without being vouched for
    static @Nullable Claim incumbent(List<Claim> claims, @Nullable String current, Instant newest,
            Duration offlineAfter) {
        for (Claim claim : claims.reversed()) {
            if (isLive(claim, newest, offlineAfter)) {
                return claim;
            }
        }
        for (Claim claim : claims) {
            if (claim.session().equals(current)) {
                return claim;
            }
        }
        return claims.isEmpty() ? null : claims.getLast();
    }

    /// A claim is live while it is not closed and was vouched for lately.
    static boolean isLive(Claim claim, Instant newest, Duration offlineAfter) {
        return !claim.ended() && !claim.vouchedAt().plus(offlineAfter).isBefore(newest);
    }
}
