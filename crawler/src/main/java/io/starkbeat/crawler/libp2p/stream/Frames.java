package io.starkbeat.crawler.libp2p.stream;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// Reads what has a length from a stream. Memory follows the bytes that have arrived, never a length that was only announced.
public final class Frames {
    /// What is allocated on a peer's word alone.
    private static final int FIRST_STEP = 4096;
    /// An unsigned varint of 32 bits: the largest length that any of the messages here may have is far below.
    private static final int MAX_VARINT_BYTES = 5;

    private Frames() {}

    /// Reads exactly so many bytes.
    ///
    /// @throws DialException.Ended if the stream ends before
    public static byte[] exactly(ByteStream stream, int length, Layer layer, Deadline deadline) throws DialException {
        byte[] bytes = new byte[Math.min(length, FIRST_STEP)];
        int have = 0;
        while (have < length) {
            if (have == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(length, bytes.length * 2));
            }
            have += some(stream, bytes, have, bytes.length - have, layer, deadline);
        }
        return bytes;
    }

    /// Reads exactly so many bytes into what is there already.
    public static void fill(ByteStream stream, byte[] into, int offset, Layer layer, Deadline deadline)
            throws DialException {
        int have = offset;
        while (have < into.length) {
            have += some(stream, into, have, into.length - have, layer, deadline);
        }
    }

    private static int some(ByteStream stream, byte[] into, int offset, int length, Layer layer, Deadline deadline)
            throws DialException {
        int read = stream.read(into, offset, length, deadline);
        if (read < 0) {
            throw new DialException.Ended(layer, "the peer closed amid a message");
        }
        return read;
    }

    /// Reads a message that stands behind its length, an unsigned varint.
    ///
    /// @param max bytes; more are a violation, and none of them is read
    public static byte[] delimited(ByteStream stream, int max, Layer layer, Deadline deadline) throws DialException {
        byte[] one = new byte[1];
        long length = Varint.<DialException>read(() -> {
            some(stream, one, 0, 1, layer, deadline);
            return one[0];
        }, MAX_VARINT_BYTES, () -> new DialException.Violation(layer, "a message's length does not end"));
        if (length > max) {
            throw new DialException.Violation(layer,
                    "a message of " + length + " bytes, where " + max + " are allowed");
        }
        return exactly(stream, (int) length, layer, deadline);
    }

    /// The message behind its length, as [#delimited] reads it.
    public static byte[] delimit(byte[] message) {
        ByteArrayOutputStream framed = new ByteArrayOutputStream(MAX_VARINT_BYTES + message.length);
        Varint.write(framed, message.length);
        framed.writeBytes(message);
        return framed.toByteArray();
    }
}
