package io.starkbeat.benchmarks;

/// Something that keeps a measurement from being made; the message is a line for the person who asked for it.
final class BenchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BenchException(String message) {
        super(message);
    }

    BenchException(String message, Throwable cause) {
        super(message, cause);
    }
}
