package io.starkbeat.kit.settings;

/// A variable's value that cannot be used; the message is the operator's line.
final class BadValueException extends Exception {
    private static final long serialVersionUID = 1L;

    BadValueException(String message) {
        super(message);
    }
}
