package io.starkbeat.agent.telemetry;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A bounded queue of many senders and one receiver, in which a sender never waits: neither for room, nor for a lock that
/// another holds (a queue of the JDK that is bounded has a lock), and it seldom has to wake the receiver.
///
/// A ring: senders take numbers by compare-and-set and then fill the slot of their number; the receiver empties slots in
/// the order of the numbers, and an empty slot stops it, also when a later one is full already.
final class EventChannel {
    /// Numbers that one side writes and others read lie in cache lines of their own.
    private static final int APART = 16;
    /// The next number to give out.
    private static final int TAIL = APART;
    /// The next number to empty, as the receiver last told it.
    private static final int HEAD = 2 * APART;
    /// What senders last saw of it: as long as that leaves room they need not look, which would slow the receiver down.
    private static final int HEAD_SEEN = 3 * APART;
    /// The receiver tells how far it is after so many, or when it has emptied all.
    private static final int TOLD_EVERY = 32;
    /// A receiver that has emptied all looks once more after this time before it has itself woken: waking a thread costs a
    /// sender some microseconds, which under a steady stream none has to pay so.
    private static final long LINGER_NANOS = 500_000;

    private final AtomicLongArray numbers = new AtomicLongArray(4 * APART);
    private final AtomicReferenceArray<@Nullable ChannelItem> slots;
    private final int capacity;
    private final int mask;
    /// The receiver's own.
    private long next;
    private volatile @Nullable Thread sleeper;
    private volatile boolean closed;

    EventChannel(int capacity) {
        if (capacity < 1 || capacity > 1 << 20) {
            throw new IllegalArgumentException("a channel holds 1 to 1048576 events, not " + capacity);
        }
        this.capacity = capacity;
        var size = Integer.highestOneBit(Math.max(1, capacity - 1) * 2);
        slots = new AtomicReferenceArray<>(Math.max(2, size));
        mask = slots.length() - 1;
    }

    /// Whether there is room now, on any thread.
    boolean hasRoom() {
        return hasRoom(numbers.get(TAIL));
    }

    private boolean hasRoom(long number) {
        if (number - numbers.getPlain(HEAD_SEEN) < capacity) {
            return true;
        }
        var head = numbers.get(HEAD);
        if (number - head >= capacity) {
            return false;
        }
        // Another sender may write an older number over it, which only has somebody look once more.
        numbers.setPlain(HEAD_SEEN, head);
        return true;
    }

    /// Puts something in, on any thread.
    ///
    /// @return false when the channel is full; nothing has changed then
    boolean offer(ChannelItem item) {
        while (true) {
            var number = numbers.get(TAIL);
            if (!hasRoom(number)) {
                return false;
            }
            if (numbers.compareAndSet(TAIL, number, number + 1)) {
                // Volatile, so that the receiver, which says that it sleeps and looks once more, is seen or sees.
                slots.set((int) number & mask, item);
                var waiting = sleeper;
                if (waiting != null) {
                    // One wake-up is enough: other senders need not pay for it too.
                    sleeper = null;
                    LockSupport.unpark(waiting);
                }
                return true;
            }
            Thread.onSpinWait();
        }
    }

    /// Takes out what is next, on the receiver's thread.
    ///
    /// @return null when there is nothing
    @Nullable
    ChannelItem poll() {
        var slot = (int) next & mask;
        var item = slots.get(slot);
        if (item != null) {
            slots.setRelease(slot, null);
            next++;
            if (next % TOLD_EVERY == 0) {
                numbers.setRelease(HEAD, next);
            }
        } else {
            numbers.setRelease(HEAD, next);
        }
        return item;
    }

    /// Has the receiver wait no more, from now on.
    void close() {
        // Both volatile: the receiver, which says that it sleeps and looks once more, is seen or sees.
        closed = true;
        var waiting = sleeper;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    boolean isClosed() {
        return closed;
    }

    /// Waits on the receiver's thread until there may be something, or the channel is closed.
    void await() {
        LockSupport.parkNanos(this, LINGER_NANOS);
        sleeper = Thread.currentThread();
        if (slots.get((int) next & mask) == null && !closed) {
            LockSupport.park(this);
        }
        sleeper = null;
    }

    /// How many were put in so far.
    long offered() {
        return numbers.get(TAIL);
    }
}
