package io.starkbeat.crawler.libp2p.multiaddr;

import io.starkbeat.crawler.libp2p.stream.Varint;
import java.util.Arrays;

/// A place in an address's bytes.
final class Cursor {
    /// Codes and lengths of parts are far below 2^21.
    private static final int MAX_VARINT_BYTES = 3;

    private final byte[] bytes;
    int at;

    Cursor(byte[] bytes) {
        this.bytes = bytes;
    }

    int varint() {
        return (int) Varint.read(this::next, MAX_VARINT_BYTES,
                () -> new IllegalArgumentException("an address with a number that is too large"));
    }

    private byte next() {
        if (at == bytes.length) {
            throw new IllegalArgumentException("an address that ends amid a part");
        }
        return bytes[at++];
    }

    byte[] take(int length) {
        if (length > bytes.length - at) {
            throw new IllegalArgumentException("an address that ends amid a part");
        }
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }
}
