package io.starkbeat.gateway.decode;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Whether bytes are UTF-8, strictly (RFC 3629: no overlong forms, no surrogates): else what is carried along as it was
/// sent could be what no reader of the topic accepts. Nearly every message is ASCII, which is soon seen.
final class Utf8 {
    private static final int CHUNK = 1024;

    private Utf8() {}

    /// The offset of the first byte that is no UTF-8, or -1 if all are.
    static int firstFault(byte[] bytes) {
        return EightBytes.areAscii(bytes) ? -1 : firstFaultBeyondAscii(bytes);
    }

    private static int firstFaultBeyondAscii(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(CHUNK);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (result.isError()) {
                return in.position();
            }
            if (result.isUnderflow()) {
                return -1;
            }
            out.clear();
        }
    }
}
