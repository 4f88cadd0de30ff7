package io.starkbeat.kit.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/// Starkbeat's version, as the build wrote it.
public final class Version {
    /// For example `0.1.0`.
    public static final String CURRENT = read();

    private Version() {}

    private static String read() {
        try (InputStream file = Version.class.getResourceAsStream("/io/starkbeat/kit/version.properties")) {
            Properties properties = new Properties();
            properties.load(Objects.requireNonNull(file, "version.properties is missing: build with Maven"));
            return properties.getProperty("version");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
