package io.starkbeat.crawler.walk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// That a peer is to be met at a door.
final class Claim {
    /// Who is named by so many is named by enough.
    private static final int HEAVIEST = 4;
    /// Any of them may pay. More are kept than count, since the first ones may have spent what they have on others.
    private static final int REPORTERS = 32;

    final Candidate peer;
    final List<Reporter> by = new ArrayList<>(1);
    /// The operator says so, or an earlier round proved it.
    boolean trusted;

    Claim(Candidate peer) {
        this.peer = peer;
    }

    /// Whether this reporter's word is news.
    boolean add(Reporter reporter) {
        return by.size() < REPORTERS && !by.contains(reporter) && by.add(reporter);
    }

    int weight() {
        return trusted ? HEAVIEST + 1 : Math.min(HEAVIEST, by.size());
    }

    boolean mayBePaid() {
        return trusted || payer().isPresent();
    }

    /// On whose account the door may be dialled.
    Optional<Reporter> payer() {
        return by.stream().filter(reporter -> !reporter.quota.isUsedUp()).findFirst();
    }
}
