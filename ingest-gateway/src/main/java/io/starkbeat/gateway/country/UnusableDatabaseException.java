package io.starkbeat.gateway.country;

import org.jspecify.annotations.Nullable;

/// A file is no database of countries; the message says why, behind the file's name.
final class UnusableDatabaseException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableDatabaseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
