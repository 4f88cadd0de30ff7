package io.starkbeat.kit.settings;

import org.jspecify.annotations.Nullable;

/// A value that must not be shown: it prints as `(hidden)`, so that a record which holds one can be logged.
public final class Secret {
    /// What stands in a secret's place.
    public static final String HIDDEN = "(hidden)";

    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /// The value itself, for the one place that needs it.
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return HIDDEN;
    }
}
