package io.starkbeat.gateway.publish;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// How many bytes of records wait for Kafka's acknowledgement, and when that is too many.
///
/// Nothing is ever refused: what a socket has already handed over is taken, and then the socket is not read until there
/// is room. The budget is full from the moment it reaches its limit until it has fallen to the low-water mark, so that
/// sockets are not stopped and started for every record. Thread-safe.
///
/// Control records (opened, alive, closed) are counted apart: they never fill the budget and are never held back by it.
/// They are bounded all the same: a session has one opened, at most one alive under way, and one closed, and no new
/// session opens while sockets are not read.
public final class InFlightBudget {
    /// Of the limit. A quarter of 64 MiB is a second of 50,000 messages: time enough for sockets to fill the gap again.
    private static final double LOW_WATER = 0.75;

    private final long limit;
    private final long lowWater;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong control = new AtomicLong();
    private final AtomicBoolean full = new AtomicBoolean();
    private final List<Runnable> onRelief = new CopyOnWriteArrayList<>();

    /// @param limit in bytes, 1 or more
    public InFlightBudget(long limit) {
        this.limit = limit;
        this.lowWater = (long) (limit * LOW_WATER);
    }

    /// Has something done whenever the budget is no longer full; on the thread that released the last bytes, so it
    /// must be short.
    public void onRelief(Runnable action) {
        onRelief.add(action);
    }

    /// Whether sockets should not be read now.
    public boolean isFull() {
        return full.get();
    }

    /// Bytes of reports and rejected messages under way.
    public long used() {
        return used.get();
    }

    /// Bytes of control records under way.
    public long usedByControl() {
        return control.get();
    }

    void take(Charge charge, long bytes) {
        switch (charge) {
            case CONTROL -> control.addAndGet(bytes);
            case DATA -> {
                if (used.addAndGet(bytes) >= limit) {
                    full.set(true);
                    // All may have been released between the two lines above, and then nobody else would notice.
                    relieve();
                }
            }
        }
    }

    void release(Charge charge, long bytes) {
        switch (charge) {
            case CONTROL -> control.addAndGet(-bytes);
            case DATA -> {
                used.addAndGet(-bytes);
                relieve();
            }
        }
    }

    private void relieve() {
        if (full.get() && used.get() <= lowWater && full.compareAndSet(true, false)) {
            onRelief.forEach(Runnable::run);
        }
    }
}
