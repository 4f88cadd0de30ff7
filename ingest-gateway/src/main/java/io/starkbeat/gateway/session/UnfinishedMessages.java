package io.starkbeat.gateway.session;

import java.util.concurrent.atomic.AtomicLong;

/// The bytes that unfinished messages hold over all sockets, and their bound. A sender may begin a message and never end
/// it; ten thousand of them must not take the memory. Thread-safe.
public final class UnfinishedMessages {
    private final long limit;
    private final AtomicLong held = new AtomicLong();

    /// @param limit in bytes
    public UnfinishedMessages(long limit) {
        this.limit = limit;
    }

    /// Takes room for a fragment.
    ///
    /// @return whether there was room
    boolean take(int bytes) {
        if (held.addAndGet(bytes) <= limit) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void release(long bytes) {
        held.addAndGet(-bytes);
    }

    /// In bytes, now.
    public long held() {
        return held.get();
    }
}
