package io.starkbeat.kit.settings;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A setting in one environment variable. A variable that is empty or blank counts as not set: Compose and Kubernetes
/// write it so when a value is left out.
///
/// @param <T> the value's type
public final class Variable<T> extends Setting<T> {
    private final SettingType<T> type;
    private final String shownDefault;
    private final @Nullable Supplier<T> whenNotSet;

    /// A variable that must be set, until [#defaultsTo(String)] or [#optional(String)] says otherwise.
    Variable(String name, String meaning, SettingType<T> type) {
        this(name, meaning, type, "", null);
    }

    private Variable(String name, String meaning, SettingType<T> type, String shownDefault,
            @Nullable Supplier<T> whenNotSet) {
        super(name, meaning);
        this.type = type;
        this.shownDefault = shownDefault;
        this.whenNotSet = whenNotSet;
    }

    /// The same with a default, written as an operator would write it.
    ///
    /// @throws IllegalArgumentException if the default itself is not a value of this setting
    public Variable<T> defaultsTo(String text) {
        T value = type.parse(text);
        return new Variable<>(name(), meaning(), type, text, () -> value);
    }

    /// The same without a need to be set.
    ///
    /// @param shownDefault what holds then, for people: `none`, `min(3, brokers)`
    public Variable<Optional<T>> optional(String shownDefault) {
        SettingType<Optional<T>> optional = new SettingType<>() {
            @Override
            public String expected() {
                return type.expected();
            }

            @Override
            public Optional<T> parse(String text) {
                return Optional.of(type.parse(text));
            }

            @Override
            public boolean secret() {
                return type.secret();
            }
        };
        return new Variable<>(name(), meaning(), optional, shownDefault, Optional::empty);
    }

    @Override
    public String expected() {
        return type.expected();
    }

    @Override
    public String shownDefault() {
        return shownDefault;
    }

    @Override
    public boolean required() {
        return whenNotSet == null;
    }

    @Override
    public boolean secret() {
        return type.secret();
    }

    /// The port that this setting has the process listen on, if that is what it is for and one is chosen.
    OptionalInt listensOn(Map<String, String> environment) throws BadValueException {
        return type instanceof PortType && read(environment, Set.of()) instanceof Integer port && port != 0
                ? OptionalInt.of(port)
                : OptionalInt.empty();
    }

    @Override
    T read(Map<String, String> environment, Set<String> declared) throws BadValueException {
        String text = environment.getOrDefault(name(), "").strip();
        if (text.isEmpty()) {
            if (whenNotSet == null) {
                throw new BadValueException(name() + " is not set: expected " + expected() + " (" + meaning() + ")");
            }
            return whenNotSet.get();
        }
        try {
            return type.parse(text);
        } catch (IllegalArgumentException bad) {
            String given = secret() ? "has a value that cannot be used" : "is '" + shortened(text) + "'";
            throw new BadValueException(name() + " " + given + ": expected " + expected());
        }
    }

    /// The value in force, fit to be shown: hidden when it is secret, the default where nothing is set.
    String shown(Map<String, String> environment) {
        String text = environment.getOrDefault(name(), "").strip();
        if (text.isEmpty()) {
            return shownDefault;
        }
        return secret() ? Secret.HIDDEN : text;
    }

    /// Enough to recognise it, short enough for a line, and nothing that could break the line.
    private static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 100 ? line : line.substring(0, 100) + "…";
    }
}
