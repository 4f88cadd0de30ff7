package io.starkbeat.query.rpc;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/// Puts the fragments of one socket's messages together. Confined to one event loop.
final class MessageAssembly {
    private final int longest;
    private @Nullable Buffer begun;

    /// @param longest the longest message, in bytes
    MessageAssembly(int longest) {
        this.longest = longest;
    }

    /// Takes a data frame.
    ///
    /// @return the message that it completes; null while more is to come
    /// @throws TooLongException when the message becomes longer than it may be
    byte @Nullable [] take(WebSocketFrame frame) throws TooLongException {
        Buffer payload = frame.binaryData();
        int length = payload.length() + (begun == null ? 0 : begun.length());
        if (length > longest) {
            begun = null;
            throw new TooLongException();
        }
        if (begun == null && frame.isFinal()) {
            return payload.getBytes();
        }
        Buffer message = begun == null ? Buffer.buffer() : begun;
        message.appendBuffer(payload);
        begun = frame.isFinal() ? null : message;
        return frame.isFinal() ? message.getBytes() : null;
    }

    /// A message is too long.
    static final class TooLongException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
