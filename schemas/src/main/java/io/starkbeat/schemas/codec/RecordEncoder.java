package io.starkbeat.schemas.codec;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Writes records as bytes, one behind the other, into one buffer. Each thread keeps one of these.
final class RecordEncoder {
    private static final ThreadLocal<@Nullable RecordEncoder> IDLE = new ThreadLocal<>();

    private final JsonBytes bytes = new JsonBytes();
    private final RecordGenerator record = new RecordGenerator(bytes);

    private RecordEncoder() {}

    static <T> byte[] encode(T record, RecordWriter<T> writer) throws IOException {
        RecordEncoder encoder = IDLE.get();
        if (encoder == null) {
            encoder = new RecordEncoder();
        }
        // A writer that has another record written on its way finds none idle; one that fails leaves none.
        IDLE.set(null);
        byte[] written = encoder.write(record, writer);
        IDLE.set(encoder);
        return written;
    }

    private <T> byte[] write(T value, RecordWriter<T> writer) throws IOException {
        writer.write(value, record);
        byte[] written = bytes.toBytes();
        bytes.clear();
        return written;
    }
}
