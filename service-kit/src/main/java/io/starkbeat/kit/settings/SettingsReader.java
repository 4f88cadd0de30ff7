package io.starkbeat.kit.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads settings once, from an environment that the caller hands in, and reports all that is wrong with them together.
public final class SettingsReader {
    private SettingsReader() {}

    /// Reads settings. Variables that nobody declared are no fault: the environment is shared with other programs.
    ///
    /// @param environment the variables, usually `System.getenv()`
    /// @param settings    all that the process knows; the same setting may stand there more than once
    /// @throws SettingsException with a line for each variable that is missing or cannot be used
    public static SettingValues read(Map<String, String> environment, Collection<Setting<?>> settings) {
        Set<String> declared = settings.stream().map(Setting::name).collect(Collectors.toUnmodifiableSet());
        List<String> faults = new ArrayList<>();
        for (Setting<?> setting : settings) {
            try {
                setting.read(environment, declared);
            } catch (BadValueException bad) {
                faults.add(bad.getMessage());
            }
        }
        if (!faults.isEmpty()) {
            throw new SettingsException(faults.stream().distinct().toList());
        }
        return new SettingValues(Map.copyOf(environment), declared);
    }
}
