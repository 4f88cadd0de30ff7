package io.starkbeat.kit.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes, written as `4096`, `64KiB`, `64MiB` or `1GiB`.
///
/// @param bytes 0 or more
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*(KiB|MiB|GiB|B)?");

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is not negative: " + bytes);
        }
    }

    public static ByteSize ofKiB(long kibibytes) {
        return new ByteSize(Math.multiplyExact(kibibytes, 1L << 10));
    }

    public static ByteSize ofMiB(long mebibytes) {
        return new ByteSize(Math.multiplyExact(mebibytes, 1L << 20));
    }

    public static ByteSize ofGiB(long gibibytes) {
        return new ByteSize(Math.multiplyExact(gibibytes, 1L << 30));
    }

    /// Reads a size.
    ///
    /// @throws IllegalArgumentException if the text is none
    public static ByteSize parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a size such as 4096, 64KiB, 64MiB or 1GiB: " + text);
        }
        long number = Long.parseLong(parts.group(1));
        String unit = parts.group(2);
        try {
            return switch (unit == null ? "B" : unit) {
                case "KiB" -> ofKiB(number);
                case "MiB" -> ofMiB(number);
                case "GiB" -> ofGiB(number);
                default -> new ByteSize(number);
            };
        } catch (ArithmeticException overflow) {
            throw new IllegalArgumentException("more bytes than can be counted: " + text, overflow);
        }
    }

    /// The number for an API that takes an `int`.
    ///
    /// @throws ArithmeticException if it is 2 GiB or more
    public int toInt() {
        return Math.toIntExact(bytes);
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /// The size in the largest unit that needs no fraction.
    @Override
    public String toString() {
        if (bytes > 0 && bytes % (1L << 30) == 0) {
            return (bytes >> 30) + "GiB";
        }
        if (bytes > 0 && bytes % (1L << 20) == 0) {
            return (bytes >> 20) + "MiB";
        }
        return bytes > 0 && bytes % (1L << 10) == 0 ? (bytes >> 10) + "KiB" : Long.toString(bytes);
    }
}
