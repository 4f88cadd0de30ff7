package io.starkbeat.crawler.libp2p.yamux;

import io.starkbeat.crawler.libp2p.stream.ByteStream;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Writes one frame at a time, so that those of several threads do not mix.
final class FrameWriter {
    private final ByteStream connection;
    private final ReentrantLock writing = new ReentrantLock();

    FrameWriter(ByteStream connection) {
        this.connection = connection;
    }

    /// Waits for its turn and writes.
    ///
    /// @return false when others were writing until the deadline: nothing of the frame is on its way
    /// @throws DialException.DeadlinePassed if the peer did not read in time: some of it may be
    boolean write(byte[] frame, Deadline deadline) throws DialException {
        try {
            // The first one asks nothing of a thread that is interrupted, and may have last words to say.
            if (!writing.tryLock() && !writing.tryLock(deadline.remaining(), TimeUnit.NANOSECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DialException.Cancelled("interrupted while waiting to write");
        }
        try {
            connection.write(frame, deadline);
            return true;
        } finally {
            writing.unlock();
        }
    }

    /// Says that the session is over. A goodbye that would have to wait, for another frame or for the peer, is not said.
    void goodbye(int code) {
        if (!writing.tryLock()) {
            return;
        }
        try {
            connection.write(new FrameHeader(FrameHeader.Type.GO_AWAY, 0, 0, code).encoded(),
                    Deadline.in(Duration.ZERO, "a goodbye"));
        } catch (DialException e) {
            // It is over either way.
        } finally {
            writing.unlock();
        }
    }
}
