package io.starkbeat.aggregator.fold;

import io.starkbeat.schemas.node.Claim;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The claims that a node keeps: in [IncumbentRule#ORDER], at most [#MAX].
final class Claims {
    /// How many claims a node keeps: a busy reconnecter or a crowd of impostors must not make its state grow.
    static final int MAX = 16;

    private Claims() {}

    /// The claims with this session's brought up to date; one more than [#MAX] when it is new and the set is full.
    ///
    /// Nothing goes back: a claim that has ended does not come back to life, it was vouched for as late as ever, and of two
    /// openings the earlier is true, since a session whose opening is lost seems to begin with its first record.
    static List<Claim> with(List<Claim> claims, SessionState session) {
        Instant connectedAt = session.connectedAt();
        Instant vouchedAt = session.vouchedAt();
        boolean ended = session.ended();
        String addressKey = session.addressKey();
        List<Claim> updated = new ArrayList<>(claims.size() + 1);
        for (Claim claim : claims) {
            if (claim.session().equals(session.sessionId())) {
                connectedAt = claim.connectedAt().isBefore(connectedAt) ? claim.connectedAt() : connectedAt;
                vouchedAt = claim.vouchedAt().isAfter(vouchedAt) ? claim.vouchedAt() : vouchedAt;
                ended = ended || claim.ended();
                addressKey = addressKey != null ? addressKey : claim.addressKey();
            } else {
                updated.add(claim);
            }
        }
        Claim claim = new Claim(session.sessionId(), connectedAt, vouchedAt, ended, addressKey);
        int at = updated.size();
        while (at > 0 && IncumbentRule.ORDER.compare(updated.get(at - 1), claim) > 0) {
            at--;
        }
        updated.add(at, claim);
        return updated;
    }

    /// At most [#MAX] of the claims. The incumbent stays, and so does who would follow it. Of the others go, in this order:
    /// those that have ended and those that nobody vouches for, each the least lately vouched for first; then those in the
    /// midst of many live ones from one address, so that no single address can crowd the others out of sight; then the
    /// latest comer. A live claim that had to go is back with its session's next record, if there is room.
    static List<Claim> bounded(List<Claim> claims, Claim incumbent, IncumbentRule rule) {
        if (claims.size() <= MAX) {
            return claims;
        }
        List<Claim> kept = new ArrayList<>(claims);
        while (kept.size() > MAX) {
            kept.remove(leastWorth(kept, incumbent, rule));
        }
        return kept;
    }

    private enum Worth {
        ENDED, SILENT, AMIDST_ITS_ADDRESS, LIVE
    }

    private static Claim leastWorth(List<Claim> claims, Claim incumbent, IncumbentRule rule) {
        Claim next = rule.next(claims, incumbent);
        Claim least = null;
        Worth leastWorth = Worth.LIVE;
        for (Claim claim : claims) {
            if (claim.equals(incumbent) || claim.equals(next)) {
                continue;
            }
            Worth worth = worth(claim, claims, rule);
            if (least == null || worth.compareTo(leastWorth) < 0
                    || worth == leastWorth && goesBefore(claim, least, worth)) {
                least = claim;
                leastWorth = worth;
            }
        }
        // Two at most are passed over, and there are more.
        return least == null ? claims.getLast() : least;
    }

    private static Worth worth(Claim claim, List<Claim> claims, IncumbentRule rule) {
        if (!rule.isLive(claim)) {
            return claim.ended() ? Worth.ENDED : Worth.SILENT;
        }
        return isAmidstItsAddress(claim, claims, rule) ? Worth.AMIDST_ITS_ADDRESS : Worth.LIVE;
    }

    /// The earliest live claim of an address gives it its rank, and the latest would be the node: the others do nothing.
    private static boolean isAmidstItsAddress(Claim claim, List<Claim> claims, IncumbentRule rule) {
        boolean earlier = false;
        boolean later = false;
        boolean passed = false;
        for (Claim other : claims) {
            if (other.equals(claim)) {
                passed = true;
            } else if (rule.isLive(other) && IncumbentRule.sameAddress(claim, other)) {
                earlier |= !passed;
                later |= passed;
            }
        }
        return earlier && later;
    }

    /// Between claims of equal worth; `claim` comes after `least` in the order of claims.
    private static boolean goesBefore(Claim claim, Claim least, Worth worth) {
        return switch (worth) {
            case ENDED, SILENT -> claim.vouchedAt().isBefore(least.vouchedAt());
            case AMIDST_ITS_ADDRESS -> false;
            case LIVE -> true;
        };
    }
}
