package io.starkbeat.aggregator.fold;

import io.starkbeat.schemas.node.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which of the sessions that name one peer id is the node: the incumbent, the only one whose reports change its state.
///
/// A node belongs to an **address**. The address keeps it as long as it has a live claim, and of its live claims the latest
/// is the incumbent: a node that reconnects is followed at once, even while its lost socket still counts as live, and when
/// that one is closed the node stays with its new one. When the address has no live claim left, the address of the
/// earliest live claim follows. So nobody from another address becomes the node while the incumbent is live, however
/// early the gateway's clock says that he came.
///
/// While no claim is live the node stays who it was. A claim without an address key (its opening is no longer in the log)
/// shares its address with no other.
///
/// @param newest       the newest receive time that the node has seen in telemetry: liveness is judged by it
/// @param offlineAfter how long a claim stays live without being vouched for
record IncumbentRule(Instant newest, Duration offlineAfter) {
    /// The order of claims, on every replay the same.
    static final Comparator<Claim> ORDER = Comparator.comparing(Claim::connectedAt).thenComparing(Claim::session);

    /// The incumbent.
    ///
    /// @param claims  in [#ORDER], at least one
    /// @param current the session that was the incumbent until now; null when there was none
    Claim incumbent(List<Claim> claims, @Nullable String current) {
        Claim holder = find(claims, current);
        Claim live = holder == null ? null : latestLive(claims, holder, null);
        if (live == null) {
            Claim earliest = earliestLive(claims, null);
            live = earliest == null ? null : latestLive(claims, earliest, null);
        }
        return live != null ? live : holder != null ? holder : claims.getLast();
    }

    /// Who would be the incumbent if its session ended now; null when that would be nobody else.
    @Nullable
    Claim next(List<Claim> claims, Claim incumbent) {
        Claim sameAddress = latestLive(claims, incumbent, incumbent);
        if (sameAddress != null) {
            return sameAddress;
        }
        Claim earliest = earliestLive(claims, incumbent);
        return earliest == null ? null : latestLive(claims, earliest, incumbent);
    }

    /// Whether another address claims the node as well. Its own past, sockets of the incumbent's address that still count
    /// as live, does not contest it.
    boolean isContested(List<Claim> claims, Claim incumbent) {
        for (Claim claim : claims) {
            if (isLive(claim) && !sameAddress(claim, incumbent)) {
                return true;
            }
        }
        return false;
    }

    /// A claim is live while it is not closed and was vouched for lately.
    boolean isLive(Claim claim) {
        return !claim.ended() && !claim.vouchedAt().plus(offlineAfter).isBefore(newest);
    }

    static boolean sameAddress(Claim one, Claim other) {
        return one.session().equals(other.session())
                || one.addressKey() != null && one.addressKey().equals(other.addressKey());
    }

    @SuppressWarnings("ReferenceEquality") // the very claim is passed over, not one that equals it
    private @Nullable Claim latestLive(List<Claim> claims, Claim ofAddress, @Nullable Claim except) {
        for (int i = claims.size() - 1; i >= 0; i--) {
            Claim claim = claims.get(i);
            if (claim != except && isLive(claim) && sameAddress(claim, ofAddress)) {
                return claim;
            }
        }
        return null;
    }

    @SuppressWarnings("ReferenceEquality") // the very claim is passed over, not one that equals it
    private @Nullable Claim earliestLive(List<Claim> claims, @Nullable Claim except) {
        for (Claim claim : claims) {
            if (claim != except && isLive(claim)) {
                return claim;
            }
        }
        return null;
    }

    private static @Nullable Claim find(List<Claim> claims, @Nullable String session) {
        for (Claim claim : claims) {
            if (claim.session().equals(session)) {
                return claim;
            }
        }
        return null;
    }
}
