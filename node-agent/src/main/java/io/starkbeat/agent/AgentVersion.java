package io.starkbeat.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/// The agent's version, as the build wrote it.
final class AgentVersion {
    static final String CURRENT = read();

    private AgentVersion() {}

    private static String read() {
        try (var file = AgentVersion.class.getResourceAsStream("/io/starkbeat/agent/version.properties")) {
            var properties = new Properties();
            properties.load(Objects.requireNonNull(file, "version.properties is missing: build with Maven"));
            return properties.getProperty("version");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
