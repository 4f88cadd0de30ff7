package io.starkbeat.crawler.libp2p.yamux;

/// Bytes that have arrived and were not read, in one piece: a peer that sends them one by one takes up no more memory than one
/// that sends them at once, and never more than a window. Holds nothing while there are none.
final class UnreadBytes {
    private static final byte[] NONE = {};

    private byte[] bytes = NONE;
    private int start;
    private int end;

    void add(byte[] more) {
        if (isEmpty()) {
            bytes = more;
            start = 0;
            end = more.length;
            return;
        }
        if (more.length > bytes.length - end) {
            int size = size();
            int needed = size + more.length;
            int room = Math.max(needed, Math.min(2 * needed, YamuxStream.WINDOW));
            byte[] larger = room <= bytes.length ? bytes : new byte[room];
            System.arraycopy(bytes, start, larger, 0, size);
            bytes = larger;
            start = 0;
            end = size;
        }
        System.arraycopy(more, 0, bytes, end, more.length);
        end += more.length;
    }

    /// Hands over the oldest, and says how many there were: at most `length`.
    int take(byte[] into, int offset, int length) {
        int count = Math.min(length, size());
        System.arraycopy(bytes, start, into, offset, count);
        start += count;
        if (isEmpty()) {
            clear();
        }
        return count;
    }

    int size() {
        return end - start;
    }

    /// Bytes of memory, with those that were taken or are not yet there.
    int room() {
        return bytes.length;
    }

    boolean isEmpty() {
        return start == end;
    }

    void clear() {
        bytes = NONE;
        start = 0;
        end = 0;
    }
}
