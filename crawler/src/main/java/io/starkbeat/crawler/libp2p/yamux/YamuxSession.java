package io.starkbeat.crawler.libp2p.yamux;

import io.starkbeat.crawler.libp2p.stream.ByteStream;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Frames;
import io.starkbeat.crawler.libp2p.stream.Layer;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/// One connection's streams (yamux specification).
///
/// A virtual thread of its own reads frames until the connection ends and never waits for a stream's reader: what a stream may
/// send before it is read is bounded by its window, and a peer that sends more has broken the rules. Frames that move no
/// data are bounded in number ([InboundLimits]); whatever breaks a rule ends the session, and each of its streams with the
/// same error. Any thread may open streams.
public final class YamuxSession implements AutoCloseable {
    /// How long a frame may take once it has begun, and how long one of ours may wait for the peer to read.
    private static final Duration FRAME_TIME = Duration.ofSeconds(30);
    /// How long giving up a stream may wait: for another frame, behind which it is not said at all, and for the peer to read,
    /// without which the session ends.
    private static final Duration LAST_WORDS_TIME = Duration.ofSeconds(1);
    static final int NORMAL = 0;
    static final int PROTOCOL_ERROR = 1;

    private final ByteStream connection;
    private final Consumer<YamuxStream> inbound;
    /// Guards the state below, and that of the streams.
    private final ReentrantLock lock = new ReentrantLock();
    private final FrameWriter writer;
    private final StreamTable streams;
    private final InboundLimits limits = new InboundLimits();
    private @Nullable DialException ended;
    private boolean peerGoesAway;

    private YamuxSession(ByteStream connection, boolean dialled, Consumer<YamuxStream> inbound) {
        this.connection = connection;
        this.writer = new FrameWriter(connection);
        this.inbound = inbound;
        this.streams = new StreamTable(dialled);
    }

    /// Takes over a connection, whose reader it is from now on.
    ///
    /// @param dialled whether it was made from here
    /// @param inbound what is done with a stream that the peer opens; called by the reading thread and must not wait
    public static YamuxSession start(ByteStream connection, boolean dialled, Consumer<YamuxStream> inbound) {
        YamuxSession session = new YamuxSession(connection, dialled, inbound);
        Thread.ofVirtual().name("yamux").start(session::readFrames);
        return session;
    }

    /// Opens a stream; the peer learns of it with its first bytes.
    ///
    /// @throws DialException if the session has ended, the peer goes away, or [StreamTable#MAX_OPENED] are open
    public YamuxStream open() throws DialException {
        lock.lock();
        try {
            checkAlive();
            if (peerGoesAway) {
                throw new DialException.Ended(Layer.YAMUX, "the peer takes no more streams");
            }
            return streams.open(this);
        } finally {
            lock.unlock();
        }
    }

    /// Says goodbye and ends everything; never waits for the peer.
    @Override
    public void close() {
        end(new DialException.Cancelled("the connection was closed here"), NORMAL);
    }

    /// Whether it still lives.
    public boolean isOpen() {
        lock.lock();
        try {
            return ended == null;
        } finally {
            lock.unlock();
        }
    }

    private void readFrames() {
        byte[] header = new byte[FrameHeader.BYTES];
        try {
            while (true) {
                int first = connection.read(header, 0, header.length, Deadline.NEVER);
                if (first < 0) {
                    end(new DialException.Ended(Layer.YAMUX, "the peer closed the connection"), NORMAL);
                    return;
                }
                Deadline frame = Deadline.in(FRAME_TIME, "a frame");
                Frames.fill(connection, header, first, Layer.YAMUX, frame);
                handle(FrameHeader.decode(header), frame);
            }
        } catch (DialException e) {
            end(e, PROTOCOL_ERROR);
        } catch (Throwable e) {
            // A bug here, or memory that has run out, must not leave streams waiting for a reader that is gone.
            end(new DialException.Violation(Layer.YAMUX, "a frame was not understood: " + e), PROTOCOL_ERROR);
            throw e;
        }
    }

    private void handle(FrameHeader header, Deadline frame) throws DialException {
        switch (header.type()) {
            case DATA -> data(header, frame);
            case WINDOW_UPDATE -> {
                limits.countControl();
                YamuxStream stream = addressed(header, frame);
                if (stream != null) {
                    locked(() -> stream.moreWindow(Integer.toUnsignedLong(header.length())));
                    flags(stream, header);
                }
            }
            case PING -> ping(header, frame);
            case GO_AWAY -> {
                limits.countControl();
                if (header.length() != NORMAL) {
                    throw new DialException.Ended(Layer.YAMUX,
                            "the peer went away with error " + Integer.toUnsignedString(header.length()));
                }
                locked(() -> peerGoesAway = true);
            }
        }
    }

    private void data(FrameHeader header, Deadline frame) throws DialException {
        int length = header.length();
        if (length < 0 || length > YamuxStream.WINDOW) {
            throw new DialException.Violation(Layer.YAMUX,
                    "a frame of " + Integer.toUnsignedString(length) + " bytes, where no window is over "
                            + YamuxStream.WINDOW);
        }
        if (length == 0) {
            limits.countControl();
        }
        YamuxStream stream = addressed(header, frame);
        if (stream == null) {
            limits.countStray(length);
            Frames.exactly(connection, length, Layer.YAMUX, frame);
            return;
        }
        lock.lock();
        try {
            stream.reserve(length);
        } finally {
            lock.unlock();
        }
        byte[] bytes = Frames.exactly(connection, length, Layer.YAMUX, frame);
        boolean flooded;
        lock.lock();
        try {
            flooded = stream.arrived(bytes);
        } finally {
            lock.unlock();
        }
        flags(stream, header);
        if (flooded) {
            stream.close();
        }
    }

    /// The stream that a frame is for, opened when the frame opens it; null when there is none any more, or none is taken.
    private @Nullable YamuxStream addressed(FrameHeader header, Deadline frame) throws DialException {
        int id = header.streamId();
        if (!header.has(FrameHeader.SYN)) {
            lock.lock();
            try {
                return streams.get(id);
            } finally {
                lock.unlock();
            }
        }
        limits.countOpened();
        YamuxStream stream;
        lock.lock();
        try {
            stream = streams.accept(this, id);
        } finally {
            lock.unlock();
        }
        if (stream == null) {
            write(new FrameHeader(FrameHeader.Type.WINDOW_UPDATE, FrameHeader.RST, id, 0).encoded(), frame);
            return null;
        }
        write(new FrameHeader(FrameHeader.Type.WINDOW_UPDATE, FrameHeader.ACK, id, 0).encoded(), frame);
        inbound.accept(stream);
        return stream;
    }

    private void flags(YamuxStream stream, FrameHeader header) {
        locked(() -> {
            if (header.has(FrameHeader.RST)) {
                stream.fail(new DialException.Ended(Layer.YAMUX, "the peer reset the stream"));
                streams.forget(stream);
            } else if (header.has(FrameHeader.FIN)) {
                stream.peerFinished();
                forgetIfDone(stream);
            }
        });
    }

    private void ping(FrameHeader header, Deadline frame) throws DialException {
        limits.countControl();
        if (header.has(FrameHeader.SYN)) {
            write(new FrameHeader(FrameHeader.Type.PING, FrameHeader.ACK, 0, header.length()).encoded(), frame);
        }
        // Answers are to nothing: round trips are measured on streams, by the ping protocol.
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    /// Ends the session once; later reasons are consequences of the first.
    private void end(DialException reason, int code) {
        lock.lock();
        try {
            if (ended != null) {
                return;
            }
            ended = reason;
            streams.failAll(reason);
        } finally {
            lock.unlock();
        }
        writer.goodbye(code);
        connection.close();
    }

    private DialException reason(DialException otherwise) {
        lock.lock();
        try {
            return ended == null ? otherwise : ended;
        } finally {
            lock.unlock();
        }
    }

    // What streams need of their session; those that read or change state are called with the lock held.

    ReentrantLock lock() {
        return lock;
    }

    void checkAlive() throws DialException {
        if (ended != null) {
            throw ended;
        }
    }

    void forgetIfDone(YamuxStream stream) {
        if (stream.isDone()) {
            streams.forget(stream);
        }
    }

    void forget(YamuxStream stream) {
        streams.forget(stream);
    }

    /// Waits for a change of the session's state.
    void await(Condition change, Deadline deadline) throws DialException {
        checkAlive();
        deadline.await(change);
        checkAlive();
    }

    /// Writes a frame; called without the lock. One that does not get its turn in time is the caller's loss only.
    void write(byte[] frame, Deadline deadline) throws DialException {
        boolean written;
        try {
            written = writer.write(frame, deadline);
        } catch (DialException.Cancelled e) {
            throw reason(e);
        } catch (DialException e) {
            // A frame that was written in part leaves nothing that could be said after it. What ended the session first is
            // the reason, and this may be its consequence.
            end(e, PROTOCOL_ERROR);
            throw reason(e);
        }
        if (!written) {
            throw reason(deadline.passed());
        }
    }

    /// Writes a frame that nobody waits for, when a stream is given up.
    void writeLastWords(byte[] frame) {
        try {
            write(frame, Deadline.in(LAST_WORDS_TIME, "giving up a stream"));
        } catch (DialException e) {
            // Either the session has ended and its streams know, or another frame was in the way all the time: then the peer goes on
            // to believe in the stream, and what it sends there is counted as stray.
        }
    }
}
