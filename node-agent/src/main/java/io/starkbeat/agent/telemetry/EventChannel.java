package io.starkbeat.agent.telemetry;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A bounded queue of many senders and one receiver, in which a sender never waits: neither for room, nor for a lock that
/// another holds (a queue of the JDK that is bounded has a lock), and it wakes the receiver only when that sleeps.
///
/// A ring: senders take numbers by compare-and-set and then fill the slot of their number; the receiver empties slots in
/// the order of the numbers, and an empty slot stops it, also when a later one is full already.
final class EventChannel {
    private final AtomicReferenceArray<@Nullable ChannelItem> slots;
    private final int capacity;
    private final int mask;
    /// The next number to give out.
    private final AtomicLong tail = new AtomicLong();
    /// The next number to empty; written by the receiver alone.
    private final AtomicLong head = new AtomicLong();
    private volatile @Nullable Thread sleeper;

    EventChannel(int capacity) {
        if (capacity < 1 || capacity > 1 << 20) {
            throw new IllegalArgumentException("a channel holds 1 to 1048576 events, not " + capacity);
        }
        this.capacity = capacity;
        var size = Integer.highestOneBit(Math.max(1, capacity - 1) * 2);
        slots = new AtomicReferenceArray<>(Math.max(2, size));
        mask = slots.length() - 1;
    }

    /// Puts something in, on any thread.
    ///
    /// @return false when the channel is full; nothing has changed then
    boolean offer(ChannelItem item) {
        while (true) {
            var number = tail.get();
            if (number - head.get() >= capacity) {
                return false;
            }
            if (tail.compareAndSet(number, number + 1)) {
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
        var number = head.get();
        var slot = (int) number & mask;
        var item = slots.get(slot);
        if (item != null) {
            slots.setRelease(slot, null);
            head.setRelease(number + 1);
        }
        return item;
    }

    /// Waits on the receiver's thread until there may be something, or the thread is unparked.
    void await() {
        sleeper = Thread.currentThread();
        if (slots.get((int) head.get() & mask) == null) {
            LockSupport.park(this);
        }
        sleeper = null;
    }

    /// How many were put in so far.
    long offered() {
        return tail.get();
    }

    boolean isEmpty() {
        return head.get() == tail.get();
    }
}
