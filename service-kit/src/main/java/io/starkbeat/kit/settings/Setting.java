package io.starkbeat.kit.settings;

import io.starkbeat.kit.settings.SettingType.Parser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One thing that an operator can set: an environment variable (or a family of them), what may be written there, what
/// holds without it, and what it means.
///
/// A settings class keeps its settings as constants, lists them in `static List<Setting<?>> all()`, and is built from
/// [SettingValues]; from the same list comes the table of the README.
///
/// @param <T> the value's type
public abstract sealed class Setting<T> permits Variable, VariableFamily {
    private final String name;
    private final String meaning;

    Setting(String name, String meaning) {
        this.name = name;
        this.meaning = meaning;
    }

    /// The environment variable; for a family its prefix and an asterisk, `KAFKA_*`.
    public final String name() {
        return name;
    }

    /// What it means, in one sentence.
    public final String meaning() {
        return meaning;
    }

    /// What may be written there, as a noun phrase.
    public abstract String expected();

    /// What holds when it is not set, as text; empty when it must be set.
    public abstract String shownDefault();

    /// Whether it must be set.
    public abstract boolean required();

    /// Whether its value must never be shown.
    public abstract boolean secret();

    /// Reads it.
    ///
    /// @param declared the names of all single settings of this process
    /// @throws BadValueException if what is there cannot be used
    abstract T read(Map<String, String> environment, Set<String> declared) throws BadValueException;

    @Override
    public final String toString() {
        return name;
    }

    /// Any text.
    public static Variable<String> text(String name, String meaning) {
        return new Variable<>(name, meaning, SettingType.of("a text", text -> text));
    }

    /// A text of a certain form.
    ///
    /// @param form     what the whole text has to match
    /// @param expected the form in words, as a noun phrase
    public static Variable<String> text(String name, Pattern form, String expected, String meaning) {
        return new Variable<>(name, meaning, SettingType.of(expected, text -> {
            if (!form.matcher(text).matches()) {
                throw new IllegalArgumentException("does not match");
            }
            return text;
        }));
    }

    /// A text that is never shown.
    ///
    /// @param minLength the least number of characters that is worth calling a secret
    public static Variable<Secret> secret(String name, int minLength, String meaning) {
        return new Variable<>(name, meaning, new SettingType<>() {
            @Override
            public String expected() {
                return "a secret of at least " + minLength + " characters";
            }

            @Override
            public Secret parse(String text) {
                if (text.length() < minLength) {
                    throw new IllegalArgumentException("too short");
                }
                return new Secret(text);
            }

            @Override
            public boolean secret() {
                return true;
            }
        });
    }

    /// A duration within bounds (both included).
    public static Variable<Duration> duration(String name, Duration min, Duration max, String meaning) {
        return new Variable<>(name, meaning,
                SettingType.of(
                        "a duration such as 500ms, 30s, 2m, 1h or 30d, from " + DurationText.print(min) + " to "
                                + DurationText.print(max),
                        text -> within(DurationText.parse(text), min, max)));
    }

    /// A number of bytes within bounds (both included).
    public static Variable<ByteSize> bytes(String name, ByteSize min, ByteSize max, String meaning) {
        return new Variable<>(name, meaning,
                SettingType.of("a size such as 4096, 64KiB, 64MiB or 1GiB, from " + min + " to " + max,
                        text -> within(ByteSize.parse(text), min, max)));
    }

    /// A whole number within bounds (both included).
    public static Variable<Integer> integer(String name, int min, int max, String meaning) {
        return new Variable<>(name, meaning, SettingType.of("a whole number from " + min + " to " + max,
                text -> within(Integer.valueOf(text), min, max)));
    }

    /// A TCP port to listen on; with 0 the system chooses a free one. No two settings of a process may name the same.
    public static Variable<Integer> port(String name, String meaning) {
        return new Variable<>(name, meaning, new PortType());
    }

    /// One of an enumeration's constants, written as its name in lower case (`EXACTLY_ONCE_V2` is `exactly_once_v2`).
    public static <E extends Enum<E>> Variable<E> choice(String name, Class<E> choices, String meaning) {
        Map<String, E> words = Arrays.stream(choices.getEnumConstants())
                .collect(Collectors.toMap(choice -> choice.name().toLowerCase(Locale.ROOT), choice -> choice));
        String expected = "one of " + Arrays.stream(choices.getEnumConstants())
                .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return new Variable<>(name, meaning, SettingType.of(expected, text -> {
            E choice = words.get(text);
            if (choice == null) {
                throw new IllegalArgumentException("no such choice");
            }
            return choice;
        }));
    }

    /// Networks, separated by commas; none when not set.
    public static Setting<CidrSet> cidrs(String name, String meaning) {
        return new Variable<>(name, meaning,
                SettingType.of("networks such as 10.0.0.0/8,fd00::/8,192.0.2.7, or none", CidrSet::parse))
                .defaultsTo("none");
    }

    /// A file or folder, as written; whether it exists is for its user to say.
    public static Variable<Path> path(String name, String meaning) {
        // Path.of throws InvalidPathException, which is an IllegalArgumentException.
        return new Variable<>(name, meaning, SettingType.of("a path", Path::of));
    }

    /// One or more servers, separated by commas.
    public static Variable<List<HostPort>> hostPorts(String name, String meaning) {
        return new Variable<>(name, meaning,
                SettingType.of("servers such as kafka-1:9092,kafka-2:9092 (IPv6 as [::1]:9092)", HostPort::parseList));
    }

    /// A form of its own.
    ///
    /// @param expected what a person should write, as a noun phrase
    /// @param parser   throws [IllegalArgumentException] for anything else
    public static <T> Variable<T> parsed(String name, String expected, Parser<T> parser, String meaning) {
        return new Variable<>(name, meaning, SettingType.of(expected, parser));
    }

    /// All variables with a prefix that are not settings of their own; the value's keys are the variables' names.
    ///
    /// @param prefix        for example `KAFKA_`
    /// @param expected      what a person may write there, as a noun phrase
    /// @param shownAsItStands which of the variables may be shown; the others are hidden
    public static Setting<Map<String, String>> family(String prefix, String expected,
            Predicate<String> shownAsItStands, String meaning) {
        return new VariableFamily(prefix, expected, shownAsItStands, meaning);
    }

    private static <C extends Comparable<? super C>> C within(C value, C min, C max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException("out of range");
        }
        return value;
    }
}
