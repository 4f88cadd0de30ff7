package io.starkbeat.query.view;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/// A body that is being put together, and the entity tag that follows from its bytes: equal bodies have equal tags, whoever
/// made them and when. Not thread-safe.
///
/// The tag is of two checksums that processors compute at some ten bytes a nanosecond; a digest of five megabytes would cost
/// more than putting them together. They protect from chance, not from malice: one who wants to hide a change from readers
/// would have to be one of the nodes in it.
public final class TaggedBody {
    private final Buffer bytes;
    private final CRC32 one = new CRC32();
    private final CRC32C other = new CRC32C();

    /// @param size about as many bytes as there will be
    public TaggedBody(int size) {
        bytes = Buffer.buffer(size);
    }

    /// A body that is there already.
    public static TaggedBody of(byte[] bytes) {
        return new TaggedBody(bytes.length).append(bytes);
    }

    TaggedBody append(byte[] more) {
        return append(more, 0, more.length);
    }

    TaggedBody append(byte[] from, int offset, int length) {
        bytes.appendBytes(from, offset, length);
        one.update(from, offset, length);
        other.update(from, offset, length);
        return this;
    }

    TaggedBody append(String text) {
        return append(text.getBytes(StandardCharsets.UTF_8));
    }

    /// What was put together. Nothing may be appended any more.
    public Buffer bytes() {
        return bytes;
    }

    /// A weak entity tag (RFC 9110, 8.8.3), with its quotes: the bytes of an answer may be encoded otherwise.
    public String etag() {
        return "W/\"" + Long.toHexString(one.getValue()) + '-' + Long.toHexString(other.getValue()) + '-'
                + Integer.toHexString(bytes.length()) + '"';
    }
}
