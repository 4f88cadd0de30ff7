package io.starkbeat.query.question;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Named parameters as they were given, each with its values; refuses those that nobody knows.
final class Parameters {
    private static final String WHOLE = "a whole number from 0 to 18446744073709551615";

    /// Reads one value: answers null, or throws [IllegalArgumentException], for one that is none.
    @FunctionalInterface
    interface ValueReader<T> {
        @Nullable
        T read(String value);
    }

    private final Map<String, List<String>> given;

    /// @throws RefusedParameterException naming the first that is not among the known
    Parameters(Map<String, List<String>> given, Collection<String> known) {
        this.given = given;
        for (String name : given.keySet()) {
            if (!known.contains(name)) {
                throw RefusedParameterException.unknown(name, known);
            }
        }
    }

    /// The value of a parameter that is given once at most.
    Optional<String> one(String name) {
        List<String> values = given.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new RefusedParameterException(name, name + " is given " + values.size() + " times; give it once.");
        }
        return values.stream().findFirst();
    }

    /// Values of which any will do; empty when the parameter is not given.
    ///
    <T> List<T> several(String name, String expected, ValueReader<T> read) {
        return given.getOrDefault(name, List.of()).stream().map(value -> read(name, value, expected, read)).toList();
    }

    /// Texts of any kind but empty.
    List<String> texts(String name) {
        return several(name, "a text that is not empty", text -> {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("empty");
            }
            return text;
        });
    }

    /// An unsigned 64-bit number.
    Optional<Long> whole(String name) {
        return one(name).map(value -> read(name, value, WHOLE, Parameters::unsigned));
    }

    /// Reads one value.
    static <T> T read(String name, String value, String expected, ValueReader<T> read) {
        try {
            T known = read.read(value);
            if (known != null) {
                return known;
            }
        } catch (RefusedParameterException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            // Told below, in words for who asked.
        }
        throw new RefusedParameterException(name,
                name + " is '" + RefusedParameterException.shown(value) + "'; expected " + expected + ".");
    }

    /// Digits only: parseUnsignedLong would take a plus as well.
    static long unsigned(String digits) {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new NumberFormatException("not digits");
        }
        return Long.parseUnsignedLong(digits);
    }
}
