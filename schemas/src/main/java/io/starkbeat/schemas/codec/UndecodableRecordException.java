package io.starkbeat.schemas.codec;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/// Bytes on a topic are not the record that the topic carries. Whoever reads counts it and goes on: one poisoned record
/// must not stop a pipeline.
public final class UndecodableRecordException extends SerializationException {
    private static final long serialVersionUID = 1L;

    UndecodableRecordException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
