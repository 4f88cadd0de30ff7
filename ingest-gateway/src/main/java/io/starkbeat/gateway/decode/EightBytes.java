package io.starkbeat.gateway.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Looks through bytes eight at a time. A byte is found by its highest bit in a long of flags: subtracting borrows into it
/// from a byte that is smaller. A borrow can raise the flag of the byte above as well, never of one below, so the lowest
/// flag is always right.
final class EightBytes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;
    private static final long BACKSLASHES = '\\' * ONES;
    /// With this bit turned, a quote is right above the control characters, which stay below it, and nothing else is.
    private static final long TURNED = ('"' ^ ' ') * ONES;
    private static final long ABOVE_QUOTES = (' ' + 1) * ONES;

    private EightBytes() {}

    /// Whether all bytes are ASCII.
    static boolean areAscii(byte[] bytes) {
        long seen = 0;
        int at = 0;
        for (; at <= bytes.length - Long.BYTES; at += Long.BYTES) {
            seen |= (long) LONGS.get(bytes, at);
        }
        for (; at < bytes.length; at++) {
            seen |= bytes[at];
        }
        return (seen & HIGHS) == 0;
    }

    /// Whether two ranges of the same length hold the same bytes.
    static boolean areEqual(byte[] one, byte[] other, int otherFrom, int length) {
        int at = 0;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            if ((long) LONGS.get(one, at) != (long) LONGS.get(other, otherFrom + at)) {
                return false;
            }
        }
        for (; at < length; at++) {
            if (one[at] != other[otherFrom + at]) {
                return false;
            }
        }
        return true;
    }

    /// The first byte that a JSON text may not hold as it stands: a quote, a backslash, a control character.
    ///
    /// @return where it is, or `to` when there is none
    static int firstMark(byte[] bytes, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long eight = (long) LONGS.get(bytes, at);
            long quotes = eight ^ TURNED;
            long backslashes = eight ^ BACKSLASHES;
            long marks = (quotes - ABOVE_QUOTES & ~quotes | backslashes - ONES & ~backslashes) & HIGHS;
            if (marks != 0) {
                return at + Long.numberOfTrailingZeros(marks) / Byte.SIZE;
            }
        }
        for (; at < to; at++) {
            byte b = bytes[at];
            if (b == '"' || b == '\\' || b >= 0 && b < ' ') {
                return at;
            }
        }
        return to;
    }
}
