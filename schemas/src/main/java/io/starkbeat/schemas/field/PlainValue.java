package io.starkbeat.schemas.field;

import io.starkbeat.schemas.peer.PeerId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads the values that nearly all reports hold (a few digits with or without a few behind the point, texts of printable
/// ASCII, hashes in lower case) where they stand in a message, with no object that is not kept. What is not one of these is
/// left to [Coercion], which reads the same from them: a test holds the two to each other.
public final class PlainValue {
    /// A double holds every integer of so many digits, and a quotient of two numbers that it holds is the one nearest to
    /// the true one (IEEE 754), as parsing the text would give.
    private static final int MAX_DIGITS = 15;

    private static final double[] POWERS_OF_TEN = new double[MAX_DIGITS + 1];

    static {
        double power = 1;
        for (int i = 0; i <= MAX_DIGITS; i++) {
            POWERS_OF_TEN[i] = power;
            power *= 10;
        }
    }

    /// Of each byte 0 if it is a hex digit in lower case, else 1.
    private static final byte[] NO_HEX_DIGIT = new byte[256];

    static {
        Arrays.fill(NO_HEX_DIGIT, (byte) 1);
        for (char digit : "0123456789abcdef".toCharArray()) {
            NO_HEX_DIGIT[digit] = 0;
        }
    }

    private PlainValue() {}

    /// What [Coercion#ofNumber] accepts, or null where that is to judge.
    ///
    /// @param json holds the number, which is one by JSON's grammar, from `from` to before `to`
    public static @Nullable FieldValue number(Field field, byte[] json, int from, int to) {
        return field.kind().isNumeric() ? number(field.kind(), json, from, to) : null;
    }

    /// What [Coercion#ofText] accepts, or null where that is to judge. As a peer id only the canonical form of one.
    ///
    /// @param json holds the text in UTF-8, without escapes, from `from` to before `to`
    public static @Nullable FieldValue text(Field field, byte[] json, int from, int to) {
        boolean fit = switch (field.kind()) {
            case TEXT, PEER_ID -> isVisible(json, from, to);
            case HASH -> isHash(json, from, to);
            case CAPABILITY, WHOLE, NUMBER, PERCENT -> false;
        };
        if (!fit) {
            return null;
        }
        String text = ascii(json, from, to);
        return field.kind() == FieldKind.PEER_ID && !PeerId.isCanonical(text) ? null : new FieldValue.Text(text);
    }

    @SuppressWarnings("deprecation") // of other bytes than ASCII it would make something else; it asks for no charset
    private static String ascii(byte[] text, int from, int to) {
        return new String(text, 0, from, to - from);
    }

    /// Whether a text is nothing but printable ASCII within bounds: it is shown as it is.
    private static boolean isVisible(byte[] text, int from, int to) {
        if (from >= to || to - from > Field.MAX_TEXT || text[from] == ' ' || text[to - 1] == ' ') {
            return false;
        }
        // Here and below no branch in the loop, which the compiler makes fast; below zero once a byte is outside.
        int outside = 0;
        for (int i = from; i < to; i++) {
            outside |= text[i] - ' ' | '~' - text[i];
        }
        return outside >= 0;
    }

    private static boolean isHash(byte[] text, int from, int to) {
        int digits = from + 2;
        if (to <= digits || to - digits > Coercion.MAX_HASH_DIGITS || text[from] != '0' || text[from + 1] != 'x') {
            return false;
        }
        int other = 0;
        for (int i = digits; i < to; i++) {
            other |= NO_HEX_DIGIT[text[i] & 0xFF];
        }
        return other == 0;
    }

    private static @Nullable FieldValue number(FieldKind kind, byte[] text, int from, int to) {
        // The point is no digit.
        if (to - from > MAX_DIGITS + 1) {
            return null;
        }
        long digits = 0;
        int point = -1;
        for (int i = from; i < to; i++) {
            int digit = text[i] - '0';
            if (digit >= 0 && digit <= 9) {
                digits = digits * 10 + digit;
            } else if (text[i] == '.' && point < 0) {
                point = i;
            } else {
                return null;
            }
        }
        boolean plain = point < 0 ? to > from && to - from <= MAX_DIGITS : point > from && point < to - 1;
        if (!plain) {
            return null;
        }
        if (kind == FieldKind.WHOLE) {
            return point < 0 ? new FieldValue.Whole(digits) : null;
        }
        return new FieldValue.Decimal(point < 0 ? digits : digits / POWERS_OF_TEN[to - point - 1]);
    }
}
