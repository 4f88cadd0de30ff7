package io.starkbeat.crawler.libp2p.testkit;

import io.starkbeat.crawler.libp2p.stream.ByteStream;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Layer;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A layer's other side without a socket: bytes that are there from the start, or one end of a pipe.
public final class MemoryStream implements ByteStream {
    /// What a pipe takes before its writer has to wait.
    private static final int CAPACITY = 64 * 1024;

    private final Half incoming;
    private final Half outgoing;

    private MemoryStream(Half incoming, Half outgoing) {
        this.incoming = incoming;
        this.outgoing = outgoing;
    }

    /// Reads these bytes and then an end; what is written is kept ([#written]).
    public static MemoryStream of(byte[]... parts) {
        Half incoming = new Half(Integer.MAX_VALUE);
        for (byte[] part : parts) {
            incoming.bytes.writeBytes(part);
        }
        incoming.finished = true;
        return new MemoryStream(incoming, new Half(Integer.MAX_VALUE));
    }

    /// Two ends of a pipe.
    public static MemoryStream[] pipe() {
        Half there = new Half(CAPACITY);
        Half back = new Half(CAPACITY);
        return new MemoryStream[]{new MemoryStream(there, back), new MemoryStream(back, there)};
    }

    public byte[] written() {
        outgoing.lock.lock();
        try {
            return outgoing.bytes.toByteArray();
        } finally {
            outgoing.lock.unlock();
        }
    }

    public boolean isClosed() {
        incoming.lock.lock();
        try {
            return incoming.broken;
        } finally {
            incoming.lock.unlock();
        }
    }

    /// Ends what is written, as a peer does that has said all.
    public void finish() {
        outgoing.change(() -> outgoing.finished = true);
    }

    @Override
    public int read(byte[] into, int offset, int length, Deadline deadline) throws DialException {
        return incoming.read(into, offset, length, deadline);
    }

    @Override
    public void write(byte[] from, int offset, int length, Deadline deadline) throws DialException {
        outgoing.write(from, offset, length, deadline);
    }

    @Override
    public void close() {
        incoming.change(() -> incoming.broken = true);
        outgoing.change(() -> outgoing.finished = true);
    }

    private static final class Half {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int capacity;
        private int at;
        private boolean finished;
        private boolean broken;

        Half(int capacity) {
            this.capacity = capacity;
        }

        void change(Runnable change) {
            lock.lock();
            try {
                change.run();
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        int read(byte[] into, int offset, int length, Deadline deadline) throws DialException {
            lock.lock();
            try {
                while (bytes.size() == at) {
                    checkWhole();
                    if (finished) {
                        return -1;
                    }
                    deadline.await(changed);
                }
                byte[] all = bytes.toByteArray();
                int count = Math.min(length, all.length - at);
                System.arraycopy(all, at, into, offset, count);
                at += count;
                if (capacity < Integer.MAX_VALUE && at == all.length) {
                    bytes.reset();
                    at = 0;
                }
                changed.signalAll();
                return count;
            } finally {
                lock.unlock();
            }
        }

        void write(byte[] from, int offset, int length, Deadline deadline) throws DialException {
            lock.lock();
            try {
                while (bytes.size() - at > capacity) {
                    checkWhole();
                    deadline.await(changed);
                }
                checkWhole();
                bytes.write(from, offset, length);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        private void checkWhole() throws DialException {
            if (broken) {
                throw new DialException.Ended(Layer.TCP, "the pipe is closed");
            }
        }
    }
}
