package io.starkbeat.gateway.limit;

import io.starkbeat.gateway.address.Host;
import io.starkbeat.gateway.session.PeerIdClaims;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Bounds how many peer ids the sessions of one address may claim (`MAX_PEER_IDS_PER_ADDRESS`).
///
/// A claim is remembered for [#REMEMBERED_FOR] after its last session has ended; otherwise one address could fill the
/// picture with nodes by connecting under one name after the other, and each of them stays there for `FORGET_AFTER`. What
/// is remembered is bounded by [#MOST_REMEMBERED] over all addresses: beyond it the claims that ended first are
/// forgotten early. Claims of open sessions never are; there are no more of them than sockets.
///
/// Each gateway counts for itself, from its start: an address that goes to all of n gateways may claim n times as many.
///
/// Thread-safe; the lock is held for some map look-ups, once for each session that names itself and never over I/O.
public final class PeerIdsPerAddress {
    /// An address may add `MAX_PEER_IDS_PER_ADDRESS` names a day and no more; a machine that gets a new identity now and
    /// then, or an address that is given to another customer, meets no limit.
    public static final Duration REMEMBERED_FOR = Duration.ofHours(24);

    /// Some 200 bytes each: 20 MB.
    static final int MOST_REMEMBERED = 100_000;

    private final int limit;
    private final LongSupplier nanoTime;
    /// How many open sessions hold a claim.
    private final Map<Claim, Integer> held = new HashMap<>();
    /// When the last session of a claim ended; in that order, the earliest first.
    private final Map<Claim, Long> ended = new LinkedHashMap<>();
    /// How many claims of both kinds an address has.
    private final Map<Host, Integer> claims = new HashMap<>();

    private record Claim(Host host, String peerId) {}

    /// @param limit    the most that one address may claim, at least 1
    /// @param nanoTime [System#nanoTime()], or a test's
    public PeerIdsPerAddress(int limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    /// What the sessions of an address claim through.
    public PeerIdClaims of(Host host) {
        return new PeerIdClaims() {
            @Override
            public boolean claim(String peerId) {
                return PeerIdsPerAddress.this.claim(new Claim(host, peerId));
            }

            @Override
            public void end(String peerId) {
                PeerIdsPerAddress.this.end(new Claim(host, peerId));
            }

            @Override
            public String refusal() {
                return "This address has claimed " + limit
                        + " peer ids, the most that it may (MAX_PEER_IDS_PER_ADDRESS); "
                        + "the session goes on without one. A claim is free again " + REMEMBERED_FOR.toHours()
                        + " h after its last session.";
            }
        };
    }

    private synchronized boolean claim(Claim claim) {
        forget();
        Integer sessions = held.get(claim);
        if (sessions != null) {
            held.put(claim, sessions + 1);
            return true;
        }
        if (ended.remove(claim) == null) {
            int sofar = claims.getOrDefault(claim.host, 0);
            if (sofar >= limit) {
                return false;
            }
            claims.put(claim.host, sofar + 1);
        }
        held.put(claim, 1);
        return true;
    }

    private synchronized void end(Claim claim) {
        forget();
        Integer sessions = held.get(claim);
        if (sessions == null) {
            throw new IllegalStateException("a claim ends more often than it began");
        }
        if (sessions > 1) {
            held.put(claim, sessions - 1);
            return;
        }
        held.remove(claim);
        ended.put(claim, nanoTime.getAsLong());
    }

    /// What is due is at the front; each claim is put there once and taken once.
    private void forget() {
        long now = nanoTime.getAsLong();
        Iterator<Map.Entry<Claim, Long>> eldest = ended.entrySet().iterator();
        while (eldest.hasNext()) {
            Map.Entry<Claim, Long> claim = eldest.next();
            if (ended.size() <= MOST_REMEMBERED && now - claim.getValue() < REMEMBERED_FOR.toNanos()) {
                return;
            }
            eldest.remove();
            Host host = claim.getKey().host;
            int left = claims.getOrDefault(host, 0) - 1;
            if (left == 0) {
                claims.remove(host);
            } else {
                claims.put(host, left);
            }
        }
    }

    /// How many claims there are, of open sessions and remembered ones.
    public synchronized int known() {
        return held.size() + ended.size();
    }

    /// How many addresses have a claim.
    synchronized int addresses() {
        return claims.size();
    }
}
