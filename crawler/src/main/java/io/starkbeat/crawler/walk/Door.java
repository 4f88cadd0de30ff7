package io.starkbeat.crawler.walk;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// An address, at which a round knocks once at most, and who is claimed to live there.
final class Door {
    /// Who makes up more for one address is lying about most of them.
    private static final int CLAIMS = 8;

    /// Of them on one reporter's word: a peer that came back under a new id has two, one of them stale.
    private static final int CLAIMS_BY_REPORTER = 2;

    final InetSocketAddress address;
    private final List<Claim> claims = new ArrayList<>(1);
    /// The operator named the address alone.
    boolean anyone;
    boolean tried;
    boolean foundOccupied;
    @Nullable
    Queue queue;
    /// Under way: for whom, on whose account.
    @Nullable
    Claim dialled;
    @Nullable
    Reporter payer;

    /// Where it waits for its turn.
    enum Queue {
        UNLIKELY, LIKELY
    }

    Door(InetSocketAddress address) {
        this.address = address;
    }

    @Nullable
    Claim claim(Candidate peer) {
        for (Claim claim : claims) {
            if (claim.peer == peer) {
                return claim;
            }
        }
        return null;
    }

    boolean isClaimed(Candidate peer, Reporter by) {
        Claim claim = claim(peer);
        return claim != null && claim.by.contains(by);
    }

    /// A new claim, or empty when there are too many.
    ///
    /// @param reporter who brings it up: the operator, or an earlier round, if null
    Optional<Claim> newClaim(Candidate peer, @Nullable Reporter reporter) {
        if (claims.size() == CLAIMS || reporter != null
                && claims.stream().filter(claim -> claim.by.contains(reporter)).count() >= CLAIMS_BY_REPORTER) {
            return Optional.empty();
        }
        Claim claim = new Claim(peer);
        claims.add(claim);
        return Optional.of(claim);
    }

    List<Claim> claims() {
        return claims;
    }

    /// The best claim of those.
    Optional<Claim> best(Predicate<Claim> of) {
        return claims.stream().filter(of).max(Comparator.comparingInt(Claim::weight));
    }

    boolean isLikely() {
        return anyone || claims.stream().anyMatch(claim -> claim.weight() > 1);
    }
}
