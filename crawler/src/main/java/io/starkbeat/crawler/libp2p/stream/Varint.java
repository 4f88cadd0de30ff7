package io.starkbeat.crawler.libp2p.stream;

import java.io.ByteArrayOutputStream;
import java.util.function.Supplier;

/// Unsigned varints, as multiformats and Protocol Buffers have them: seven bits a byte, the lowest first, and in each byte but
/// the last the highest bit.
public final class Varint {
    private Varint() {}

    /// Where the bytes come from, one at a time.
    @FunctionalInterface
    public interface Source<E extends Exception> {
        byte next() throws E;
    }

    /// Reads a number.
    ///
    /// @param most    bytes, at most ten; of a tenth byte only the lowest bit counts
    /// @param endless what is thrown when the number goes on behind them
    public static <E extends Exception> long read(Source<E> source, int most, Supplier<E> endless) throws E {
        long value = 0;
        for (int i = 0; i < most; i++) {
            byte b = source.next();
            value |= (long) (b & 0x7f) << 7 * i;
            if (b >= 0) {
                return value;
            }
        }
        throw endless.get();
    }

    /// Writes a number, in as few bytes as it takes.
    ///
    /// @param value 64 bits without a sign
    public static void write(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
