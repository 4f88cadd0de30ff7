package io.starkbeat.kit.settings;

import io.starkbeat.kit.StartException;
import java.util.List;

/// Settings that cannot be used. The message has one line for each bad variable: its name, what was given (never for
/// secrets), and what is expected.
public final class SettingsException extends StartException {
    private static final long serialVersionUID = 1L;

    SettingsException(List<String> faults) {
        super(String.join("\n", faults), EXIT_BAD_USAGE);
    }

    /// A fault that shows only when values are seen together, for example a limit below another limit.
    ///
    /// @param variable the variable that the operator should change
    /// @param problem  what is wrong with it and what to do, for example `must not be above MAX_MESSAGE (256KiB)`
    public SettingsException(String variable, String problem) {
        this(List.of(variable + " " + problem));
    }
}
