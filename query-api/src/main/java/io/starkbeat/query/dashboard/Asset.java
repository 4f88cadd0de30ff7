package io.starkbeat.query.dashboard;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// One file of the page, ready to be sent.
///
/// @param mediaType the value of `Content-Type`
/// @param body      as it is; shared, not to be written to
/// @param gzip      the same as gzip; null where that would not be smaller
public record Asset(String mediaType, Buffer body, @Nullable Buffer gzip) {

    static Asset of(String mediaType, byte[] bytes) {
        byte[] smaller = gzip(bytes);
        return new Asset(mediaType, Buffer.buffer(bytes),
                smaller.length < bytes.length ? Buffer.buffer(smaller) : null);
    }

    /// The media type of a file of the page, by the end of its name.
    ///
    /// @throws IllegalArgumentException for a kind of file that the page does not have
    static String mediaType(String path) {
        return switch (path.substring(path.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "json" -> "application/json";
            case "html" -> "text/html; charset=utf-8";
            default -> throw new IllegalArgumentException("no media type is known for " + path
                    + "; name the one of its kind in " + Asset.class.getSimpleName());
        };
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot compress in memory", e);
        }
        return out.toByteArray();
    }
}
