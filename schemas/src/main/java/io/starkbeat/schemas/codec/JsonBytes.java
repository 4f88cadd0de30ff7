package io.starkbeat.schemas.codec;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.starkbeat.schemas.field.FieldValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/// JSON as bytes that grow, without space between its parts. What is written is what Jackson would write (tests compare
/// them); its generator took half of the time that the gateway has for a message.
///
/// The comma in front of a value is written by what stands before it: nothing, the beginning of an array or object, and a
/// colon need none.
final class JsonBytes {
    private static final int USUAL = 4 * 1024;
    /// A buffer that one large record has made larger is not kept.
    private static final int MOST_KEPT = 128 * 1024;
    private static final int LONGEST_NUMBER = 32;

    /// Doubles are written by the JDK with an exponent outside of these.
    private static final double PLAIN_FROM = 1e-3;
    private static final double PLAIN_TO = 1e7;
    private static final int THOUSAND = 1000;

    private byte[] bytes = new byte[USUAL];
    private int size;
    /// Of the text that is being written.
    private char[] chars = new char[USUAL];

    void clear() {
        size = 0;
        if (chars.length > MOST_KEPT) {
            chars = new char[USUAL];
        }
        if (bytes.length > MOST_KEPT) {
            bytes = new byte[USUAL];
        }
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    void start(char bracket) {
        begin(1);
        put(bracket);
    }

    void end(char bracket) {
        reserve(1);
        put(bracket);
    }

    /// @param name ASCII without anything that JSON escapes
    @SuppressWarnings("deprecation") // of other texts than ASCII it would make something else; names are ours
    void name(String name) {
        int length = name.length();
        begin(length + 3);
        put('"');
        name.getBytes(0, length, bytes, size);
        size += length;
        put('"');
        put(':');
    }

    /// A name of which [#quoted] was made beforehand.
    void name(byte[] quoted) {
        begin(quoted.length);
        append(quoted);
    }

    /// A name as it is written, with the colon behind it.
    ///
    /// @param name ASCII without anything that JSON escapes
    static byte[] quoted(String name) {
        return ('"' + name + "\":").getBytes(StandardCharsets.US_ASCII);
    }

    void text(String text) {
        int length = text.length();
        begin(length + 2);
        if (length > chars.length) {
            chars = new char[2 * length];
        }
        char[] from = chars;
        text.getChars(0, length, from, 0);
        byte[] to = bytes;
        int at = size;
        to[at++] = '"';
        // One pass without a branch, over an array, which the compiler makes fast: below zero once a character does not stand
        // for itself.
        int odd = 0;
        for (int i = 0; i < length; i++) {
            char c = from[i];
            to[at + i] = (byte) c;
            odd |= c - ' ' | '~' - c | (c ^ '"') - 1 | (c ^ '\\') - 1;
        }
        if (odd < 0) {
            escaped(text);
            return;
        }
        to[at + length] = '"';
        size = at + length + 1;
    }

    private void escaped(String text) {
        byte[] quoted = JsonStringEncoder.getInstance().quoteAsUTF8(WellFormedText.of(text));
        reserve(quoted.length + 2);
        put('"');
        append(quoted);
        put('"');
    }

    void word(String word) {
        json(word.getBytes(StandardCharsets.US_ASCII));
    }

    /// A value that is JSON already.
    void json(byte[] json) {
        begin(json.length);
        append(json);
    }

    /// A time as text; the comma in front of it is there in any case.
    ///
    /// @return whether it is written: not a year of other than four digits
    boolean time(Instant time) {
        begin(MillisecondTime.LENGTH + 2);
        if (!MillisecondTime.write(time, bytes, size + 1)) {
            return false;
        }
        bytes[size] = '"';
        size += MillisecondTime.LENGTH + 1;
        put('"');
        return true;
    }

    void number(long number) {
        begin(LONGEST_NUMBER);
        if (number < 0) {
            append(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
        } else {
            digits(number);
        }
    }

    void number(double number) {
        double magnitude = Math.abs(number);
        long thousandths = Math.round(magnitude * THOUSAND);
        // With so few digits there is but one such number near each double: what the JDK would write.
        if (magnitude < PLAIN_FROM || magnitude >= PLAIN_TO || (double) thousandths / THOUSAND != magnitude) {
            word(Double.toString(number));
            return;
        }
        begin(LONGEST_NUMBER);
        if (number < 0) {
            put('-');
        }
        digits(thousandths / THOUSAND);
        put('.');
        int rest = (int) (thousandths % THOUSAND);
        put((char) ('0' + rest / 100));
        if (rest % 100 != 0) {
            put((char) ('0' + rest / 10 % 10));
        }
        if (rest % 10 != 0) {
            put((char) ('0' + rest % 10));
        }
    }

    void value(FieldValue value) {
        switch (value) {
            case FieldValue.Text(String text) -> text(text);
            case FieldValue.Whole(long bits) when bits >= 0 -> number(bits);
            case FieldValue.Whole whole -> word(whole.toString());
            case FieldValue.Decimal decimal when decimal.isIntegral() -> number((long) decimal.value());
            case FieldValue.Decimal(double number) -> number(number);
        }
    }

    /// Of a number of zero or more, for which there is room.
    private void digits(long number) {
        if (number <= Integer.MAX_VALUE) {
            size = DecimalDigits.write((int) number, bytes, size);
        } else {
            append(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
        }
    }

    /// Makes room for a value and writes the comma in front of it.
    private void begin(int length) {
        reserve(length + 1);
        if (size > 0) {
            switch (bytes[size - 1]) {
                case '{', '[', ':' -> {
                    // The first, or a name's.
                }
                default -> put(',');
            }
        }
    }

    private void reserve(int length) {
        if (bytes.length - size < length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + length));
        }
    }

    private void put(char c) {
        bytes[size++] = (byte) c;
    }

    private void append(byte[] more) {
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }
}
