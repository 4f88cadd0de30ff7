package io.starkbeat.kit;

/// A start that a person can mend: a bad setting, a taken port, a Kafka that is not there.
///
/// Its message is shown to the operator as it stands, without a stack trace, so it says what is wrong, where, and what
/// to change. Several things wrong at once are several lines. A defect of our own is never a `StartException`.
public class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// The process could not start with the world as it is.
    public static final int EXIT_START_FAILED = 1;

    /// The command line or the settings are wrong; nothing was tried.
    public static final int EXIT_BAD_USAGE = 2;

    private final int exitCode;

    /// A start that failed with [#EXIT_START_FAILED].
    ///
    /// @param message what the operator reads: one line for each thing that is wrong
    public StartException(String message) {
        this(message, EXIT_START_FAILED);
    }

    /// A start that failed with [#EXIT_START_FAILED] because of something that the log may show.
    public StartException(String message, Throwable cause) {
        super(message, cause);
        this.exitCode = EXIT_START_FAILED;
    }

    /// @param exitCode what the process ends with, 1 or higher
    protected StartException(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    /// What the process ends with.
    public final int exitCode() {
        return exitCode;
    }
}
