package io.starkbeat.standalone.verify;

import io.starkbeat.kit.StartException;

/// Nothing could be found out: what was to be asked is not there, or does not answer. The message says which and what to
/// change.
public final class VerifierException extends StartException {
    private static final long serialVersionUID = 1L;

    VerifierException(String message) {
        super(message, EXIT_BAD_USAGE);
    }

    VerifierException(String message, Throwable cause) {
        this(message);
        initCause(cause);
    }
}
