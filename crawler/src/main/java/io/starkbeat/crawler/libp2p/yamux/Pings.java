package io.starkbeat.crawler.libp2p.yamux;

import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;

/// Round trips of a session. Its state is guarded by the session's lock, of which the condition is.
final class Pings {
    private final Condition changed;
    private int answers;
    private int last;

    Pings(Condition changed) {
        this.changed = changed;
    }

    /// Sends a ping and waits for its answer; called without the lock.
    Duration measure(YamuxSession session, Deadline deadline) throws DialException {
        int value = ThreadLocalRandom.current().nextInt();
        long before = System.nanoTime();
        int seen;
        session.lock().lock();
        try {
            seen = answers;
        } finally {
            session.lock().unlock();
        }
        session.write(new FrameHeader(FrameHeader.Type.PING, FrameHeader.SYN, 0, value).encoded(), deadline);
        session.lock().lock();
        try {
            while (answers == seen || last != value) {
                session.await(changed, deadline);
            }
            return Duration.ofNanos(System.nanoTime() - before);
        } finally {
            session.lock().unlock();
        }
    }

    void answered(int value) {
        answers++;
        last = value;
        changed.signalAll();
    }

    /// Wakes whoever waits, to see that the session has ended.
    void end() {
        changed.signalAll();
    }
}
