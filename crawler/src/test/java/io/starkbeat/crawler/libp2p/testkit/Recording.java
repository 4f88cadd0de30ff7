package io.starkbeat.crawler.libp2p.testkit;

import io.starkbeat.crawler.libp2p.stream.ByteStream;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The bytes of a conversation in their order: as lines, `> ` what we sent and `< ` what the peer did, in hex. Lines that begin
/// with `#` are for people.
public final class Recording {
    private final List<Part> parts = new ArrayList<>();

    private record Part(boolean ours, byte[] bytes) {
        @Override
        public String toString() {
            return (ours ? "> " : "< ") + HexFormat.of().formatHex(bytes);
        }
    }

    public static Recording parse(List<String> lines) {
        Recording recording = new Recording();
        lines.stream().filter(line -> !line.startsWith("#")).forEach(
                line -> recording.parts
                        .add(new Part(line.startsWith(">"), HexFormat.of().parseHex(line.substring(2)))));
        return recording;
    }

    public synchronized List<String> lines() {
        return parts.stream().map(Part::toString).toList();
    }

    private synchronized void add(boolean ours, byte[] bytes) {
        parts.add(new Part(ours, bytes));
    }

    /// Keeps what goes over a stream.
    public ByteStream recorded(ByteStream stream) {
        return new ByteStream() {
            @Override
            public int read(byte[] into, int offset, int length, Deadline deadline) throws DialException {
                int count = stream.read(into, offset, length, deadline);
                if (count > 0) {
                    add(false, Arrays.copyOfRange(into, offset, offset + count));
                }
                return count;
            }

            @Override
            public void write(byte[] from, int offset, int length, Deadline deadline) throws DialException {
                // Before the peer can answer.
                add(true, Arrays.copyOfRange(from, offset, offset + length));
                stream.write(from, offset, length, deadline);
            }

            @Override
            public void close() {
                stream.close();
            }
        };
    }

    /// The peer's part of the conversation once more: it says what it said then, as soon as it has been told as much.
    public Replay replay() {
        return new Replay(lines().stream().toList());
    }

    public static final class Replay implements ByteStream {
        /// Bytes of an encrypted frame without data. Whether a stream that both sides have finished gets a last one depends on
        /// which end is seen first.
        private static final int SLACK = 2 + 12 + 16;

        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private final List<Part> parts;
        private final ByteArrayOutputStream told = new ByteArrayOutputStream();
        private int next;
        private int at;
        private int due;
        private boolean closed;

        private Replay(List<String> lines) {
            parts = Recording.parse(lines).parts;
        }

        /// What was sent so far.
        public byte[] told() {
            lock.lock();
            try {
                return told.toByteArray();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public int read(byte[] into, int offset, int length, Deadline deadline) throws DialException {
            lock.lock();
            try {
                while (next < parts.size() && parts.get(next).ours) {
                    due += parts.get(next++).bytes.length;
                }
                while (!closed && (next == parts.size() || told.size() + SLACK < due)) {
                    deadline.await(changed);
                }
                if (closed) {
                    return -1;
                }
                byte[] said = parts.get(next).bytes;
                int count = Math.min(length, said.length - at);
                System.arraycopy(said, at, into, offset, count);
                at += count;
                if (at == said.length) {
                    next++;
                    at = 0;
                }
                return count;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void write(byte[] from, int offset, int length, Deadline deadline) {
            lock.lock();
            try {
                told.write(from, offset, length);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                closed = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /// The first bytes that we sent.
    public byte[] ours(int count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parts.stream().filter(Part::ours).forEach(part -> out.writeBytes(part.bytes));
        return Arrays.copyOf(out.toByteArray(), count);
    }
}
