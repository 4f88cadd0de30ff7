package io.starkbeat.kit.settings;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Settings that were read and found good. A settings record is built from it: `new GatewaySettings(values.get(PORT), …)`.
public final class SettingValues {
    private final Map<String, String> environment;
    private final Set<String> declared;

    SettingValues(Map<String, String> environment, Set<String> declared) {
        this.environment = environment;
        this.declared = declared;
    }

    /// A setting's value.
    ///
    /// @throws IllegalArgumentException if the setting was not among those that were read: it is missing in `all()`,
    ///                                  and so in the README
    public <T> T get(Setting<T> setting) {
        if (!declared.contains(setting.name())) {
            throw new IllegalArgumentException(setting.name() + " was never declared: list it in all()");
        }
        try {
            return setting.read(environment, declared);
        } catch (BadValueException bad) {
            throw new IllegalArgumentException("two settings of one name and different types: " + setting.name(), bad);
        }
    }

    /// What is in force, by variable and fit to be shown: secrets hidden, the default where nothing is set.
    public SortedMap<String, String> shown(Collection<Setting<?>> settings) {
        SortedMap<String, String> shown = new TreeMap<>();
        for (Setting<?> setting : settings) {
            switch (setting) {
                case Variable<?> variable -> shown.put(variable.name(), variable.shown(environment));
                case VariableFamily family -> shown.putAll(family.shownMembers(environment, declared));
            }
        }
        return shown;
    }

    /// Names only: a value may be a secret.
    @Override
    public String toString() {
        return "SettingValues" + new TreeMap<>(environment).keySet().stream().filter(declared::contains).toList();
    }
}
