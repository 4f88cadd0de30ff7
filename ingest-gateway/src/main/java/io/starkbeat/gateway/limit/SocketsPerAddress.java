package io.starkbeat.gateway.limit;

import io.starkbeat.gateway.address.Host;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Counts the open sockets of each address and bounds them (`MAX_SESSIONS_PER_ADDRESS`), over all event loops. Holds
/// nothing of an address without a socket. Thread-safe.
public final class SocketsPerAddress {
    private final int limit;
    private final ConcurrentMap<Host, Integer> open = new ConcurrentHashMap<>();
    private final AtomicLong total = new AtomicLong();

    /// @param limit the most that one address may have open, at least 1
    public SocketsPerAddress(int limit) {
        this.limit = limit;
    }

    /// The most that one address may have open.
    public int limit() {
        return limit;
    }

    /// Takes a slot for a socket that is about to open.
    ///
    /// @return what gives it back, or null when the address has as many as it may
    public @Nullable Slot take(Host host) {
        while (true) {
            Integer before = open.putIfAbsent(host, 1);
            if (before != null && before >= limit) {
                return null;
            }
            if (before == null || open.replace(host, before, before + 1)) {
                total.incrementAndGet();
                return new Slot(host);
            }
        }
    }

    private void giveBack(Host host) {
        boolean done = false;
        while (!done) {
            Integer before = open.get(host);
            if (before == null) {
                throw new IllegalStateException("more slots are given back than were taken");
            }
            done = before == 1 ? open.remove(host, before) : open.replace(host, before, before - 1);
        }
        total.decrementAndGet();
    }

    /// How many slots are taken, over all addresses.
    public long taken() {
        return total.get();
    }

    /// How many addresses have a slot.
    int addresses() {
        return open.size();
    }

    /// One socket's place among those of its address.
    public final class Slot {
        private final Host host;
        private final AtomicBoolean held = new AtomicBoolean(true);

        private Slot(Host host) {
            this.host = host;
        }

        /// Gives it back; more than once does no harm, since a socket has more than one way to end.
        public void giveBack() {
            if (held.compareAndSet(true, false)) {
                SocketsPerAddress.this.giveBack(host);
            }
        }
    }
}
