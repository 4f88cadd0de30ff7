package io.starkbeat.crawler.libp2p.multiaddr;

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
        int value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            if (at == bytes.length) {
                throw new IllegalArgumentException("an address that ends amid a part");
            }
            byte b = bytes[at++];
            value |= (b & 0x7f) << 7 * i;
            if (b >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("an address with a number that is too large");
    }

    byte[] take(int length) {
        if (length > bytes.length - at) {
            throw new IllegalArgumentException("an address that ends amid a part");
        }
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }
}
