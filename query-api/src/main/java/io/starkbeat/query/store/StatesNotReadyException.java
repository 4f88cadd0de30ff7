package io.starkbeat.query.store;

import org.jspecify.annotations.Nullable;

/// The copy of the node states cannot be read now: it is being restored, or closed. Its message tells a person which.
public final class StatesNotReadyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StatesNotReadyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
