package io.starkbeat.standalone.up;

import java.util.Map;
import java.util.TreeMap;

/// The variables from which the services under `up` take their settings: those of the user, less what is meant for
/// another Kafka, and what `up` decides itself.
public final class UpEnvironment {
    private final Map<String, String> variables = new TreeMap<>();

    private UpEnvironment() {}

    /// What the services under `up` are given before `up` itself has decided anything.
    ///
    /// @param environment the user's
    public static UpEnvironment of(Map<String, String> environment, UpFolder folder) {
        var made = new UpEnvironment();
        environment.forEach((name, value) -> {
            // Credentials or addresses of a cluster elsewhere would keep the clients from our own broker.
            if (!name.startsWith("KAFKA_")) {
                made.variables.put(name, value);
            }
        });
        made.variables.putIfAbsent("STATE_DIR", folder.streams().toString());
        if (!made.variables.containsKey("ADDRESS_KEY_SECRET")) {
            made.variables.put("ADDRESS_KEY_SECRET", folder.addressKeySecret());
        }
        return made;
    }

    /// What holds unless the user says otherwise.
    public UpEnvironment withDefault(String name, String value) {
        variables.putIfAbsent(name, value);
        return this;
    }

    /// What `up` decides, over the user's.
    public UpEnvironment with(String name, String value) {
        variables.put(name, value);
        return this;
    }

    public Map<String, String> variables() {
        return Map.copyOf(variables);
    }
}
