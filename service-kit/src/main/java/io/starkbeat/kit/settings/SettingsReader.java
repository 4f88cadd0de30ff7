package io.starkbeat.kit.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads settings once, from an environment that the caller hands in, and reports all that is wrong with them together.
public final class SettingsReader {
    private SettingsReader() {}

    /// Reads settings. Variables that nobody declared are no fault: the environment is shared with other programs.
    ///
    /// Two servers of one process on one port are a fault too: Vert.x would share the port between them without a word, and
    /// hand each the other's connections.
    ///
    /// @param environment the variables, usually `System.getenv()`
    /// @param settings    all that the process knows; the same setting may stand there more than once
    /// @throws SettingsException with a line for each variable that is missing or cannot be used
    public static SettingValues read(Map<String, String> environment, Collection<Setting<?>> settings) {
        Set<String> declared = settings.stream().map(Setting::name).collect(Collectors.toUnmodifiableSet());
        List<String> faults = new ArrayList<>();
        Map<Integer, String> listeners = new HashMap<>();
        for (Setting<?> setting : settings) {
            try {
                setting.read(environment, declared);
                if (setting instanceof Variable<?> variable && variable.listensOn(environment).isPresent()) {
                    int port = variable.listensOn(environment).getAsInt();
                    String other = listeners.putIfAbsent(port, setting.name());
                    if (other != null && !other.equals(setting.name())) {
                        faults.add(setting.name() + " is " + port + " and so is " + other
                                + ": give each a port of its own");
                    }
                }
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
