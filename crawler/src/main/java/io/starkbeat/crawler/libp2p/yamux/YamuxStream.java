package io.starkbeat.crawler.libp2p.yamux;

import io.starkbeat.crawler.libp2p.stream.ByteStream;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Layer;
import java.util.concurrent.locks.Condition;

import org.jspecify.annotations.Nullable;

/// One stream of a session. One thread reads and one writes; its state is guarded by the session's lock.
public final class YamuxStream implements ByteStream {
    /// Bytes that either side may send before the other has read, until a window update: the specification's, which nobody
    /// may assume to be smaller.
    static final int WINDOW = 256 * 1024;
    /// Unread bytes at which a stream that the peer opened is reset: all that it can want here is said in fewer.
    static final int MAX_UNREAD_INBOUND = 4096;
    /// Bytes of one of our frames, so that other streams get their turn.
    private static final int MAX_FRAME = 16 * 1024;

    private final YamuxSession session;
    private final int id;
    private final boolean ours;
    private final Condition changed;
    private final UnreadBytes unread = new UnreadBytes();
    /// What the peer may still send.
    private int receiveWindow = WINDOW;
    /// What was read since the peer was last told.
    private int untold;
    private long sendWindow = WINDOW;
    private boolean announced;
    private boolean finished;
    private boolean peerFinished;
    private @Nullable DialException failure;

    YamuxStream(YamuxSession session, int id, boolean ours) {
        this.session = session;
        this.id = id;
        this.ours = ours;
        this.changed = session.lock().newCondition();
    }

    int id() {
        return id;
    }

    @Override
    public int read(byte[] into, int offset, int length, Deadline deadline) throws DialException {
        int count;
        int grant = 0;
        session.lock().lock();
        try {
            while (unread.isEmpty()) {
                if (failure != null) {
                    throw failure;
                }
                if (peerFinished) {
                    return -1;
                }
                session.await(changed, deadline);
            }
            count = unread.take(into, offset, length);
            untold += count;
            if (untold >= WINDOW / 2 && !peerFinished) {
                grant = untold;
                untold = 0;
                receiveWindow += grant;
            }
        } finally {
            session.lock().unlock();
        }
        if (grant > 0) {
            session.write(new FrameHeader(FrameHeader.Type.WINDOW_UPDATE, 0, id, grant).encoded(), deadline);
        }
        return count;
    }

    @Override
    public void write(byte[] from, int offset, int length, Deadline deadline) throws DialException {
        int done = 0;
        // The first write announces the stream, though it may say nothing.
        do {
            int flags;
            int count;
            session.lock().lock();
            try {
                while (sendWindow == 0 && failure == null && length > 0) {
                    session.await(changed, deadline);
                }
                if (failure != null) {
                    throw failure;
                }
                if (finished) {
                    throw new DialException.Cancelled("the stream was finished here");
                }
                count = (int) Math.min(sendWindow, Math.min(MAX_FRAME, length - done));
                sendWindow -= count;
                flags = announce();
            } finally {
                session.lock().unlock();
            }
            session.write(new FrameHeader(FrameHeader.Type.DATA, flags, id, count).encoded(from, offset + done, count),
                    deadline);
            done += count;
        } while (done < length);
    }

    private int announce() {
        int flags = announced || !ours ? 0 : FrameHeader.SYN;
        announced = true;
        return flags;
    }

    /// Says that nothing more will be written; reading goes on.
    public void finish(Deadline deadline) throws DialException {
        int flags;
        session.lock().lock();
        try {
            if (finished || failure != null) {
                return;
            }
            finished = true;
            flags = announce() | FrameHeader.FIN;
            session.forgetIfDone(this);
        } finally {
            session.lock().unlock();
        }
        session.write(new FrameHeader(FrameHeader.Type.DATA, flags, id, 0).encoded(), deadline);
    }

    /// Gives the stream up: in order when both sides had finished, else by a reset.
    @Override
    public void close() {
        boolean told;
        int flag;
        session.lock().lock();
        try {
            if (failure != null) {
                return;
            }
            told = isDone() || ours && !announced;
            flag = peerFinished ? FrameHeader.FIN : FrameHeader.RST;
            finished = true;
            unread.clear();
            fail(new DialException.Cancelled("the stream was closed here"));
            session.forget(this);
        } finally {
            session.lock().unlock();
        }
        if (!told) {
            session.writeLastWords(new FrameHeader(FrameHeader.Type.WINDOW_UPDATE, flag, id, 0).encoded());
        }
    }

    // Called by the session with its lock held.

    /// Takes so many bytes out of the window before they are read.
    void reserve(int length) throws DialException {
        if (length > receiveWindow) {
            throw new DialException.Violation(Layer.YAMUX,
                    length + " bytes for a stream whose window is " + receiveWindow);
        }
        if (peerFinished && length > 0) {
            throw new DialException.Violation(Layer.YAMUX, "data on a stream that the peer had finished");
        }
        receiveWindow -= length;
    }

    /// Whether that is more than the peer may leave here unread.
    boolean arrived(byte[] bytes) {
        if (failure == null) {
            unread.add(bytes);
            changed.signalAll();
        }
        return !ours && unread.size() > MAX_UNREAD_INBOUND;
    }

    void moreWindow(long delta) {
        // Cannot overflow: there are at most [InboundLimits#MAX_CONTROL] updates of less than 4 GiB.
        sendWindow += delta;
        changed.signalAll();
    }

    void peerFinished() {
        peerFinished = true;
        changed.signalAll();
    }

    boolean isDone() {
        return finished && peerFinished;
    }

    /// Whoever waits is told; what has arrived can still be read, since peers answer and close at once.
    void fail(DialException reason) {
        if (failure == null) {
            failure = reason;
            changed.signalAll();
        }
    }
}
