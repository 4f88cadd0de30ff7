package io.starkbeat.crawler.walk;

import io.starkbeat.schemas.peer.PeerId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// Who was dialled so recently that he is left alone for now: peers by their ids and addresses, over rounds and networks.
/// It holds the dials of the last 30 s, no more. For all threads, since crawls of several networks share it.
public final class Rests {
    private final long rest;
    /// The oldest first.
    private final LinkedHashMap<Object, Long> until = new LinkedHashMap<>();

    /// @param rest how long each is left alone
    public Rests(Duration rest) {
        this.rest = rest.toNanos();
    }

    /// Notes a dial, or the meeting that came of it.
    ///
    /// @param now nanoseconds of a clock that never jumps
    synchronized void met(PeerId peer, InetSocketAddress address, long now) {
        dialled(address, now);
        note(peer, now);
    }

    synchronized void dialled(InetSocketAddress address, long now) {
        forget(now);
        note(address, now);
    }

    private void note(Object whom, long now) {
        until.remove(whom);
        until.put(whom, now + rest);
    }

    /// Nanoseconds for which it is to be left alone, 0 when it need not be.
    synchronized long left(PeerId peer, long now) {
        return leftOf(peer, now);
    }

    synchronized long left(InetSocketAddress address, long now) {
        return leftOf(address, now);
    }

    private long leftOf(Object whom, long now) {
        Long end = until.get(whom);
        return end == null ? 0 : Math.max(0, end - now);
    }

    private void forget(long now) {
        for (Iterator<Map.Entry<Object, Long>> all = until.entrySet().iterator(); all.hasNext()
                && all.next().getValue() - now <= 0;) {
            all.remove();
        }
    }

    synchronized int size() {
        return until.size();
    }
}
