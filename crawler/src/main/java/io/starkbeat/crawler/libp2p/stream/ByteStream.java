package io.starkbeat.crawler.libp2p.stream;

/// Bytes both ways, blocking: a socket, what Noise makes of it, or one of Yamux's streams. Made for virtual threads, where
/// waiting is cheap. One thread reads at a time; who writes is said by each kind.
public interface ByteStream {
    /// Waits for at least one byte.
    ///
    /// @param length 1 or more
    /// @return how many there were, or -1 when the other side has ended in order
    int read(byte[] into, int offset, int length, Deadline deadline) throws DialException;

    /// Waits until the bytes are on their way, which says nothing of their arrival.
    void write(byte[] from, int offset, int length, Deadline deadline) throws DialException;

    default void write(byte[] from, Deadline deadline) throws DialException {
        write(from, 0, from.length, deadline);
    }

    /// Ends both directions at once; never waits. Whoever reads or writes is woken with an error.
    void close();
}
