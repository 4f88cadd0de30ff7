package io.starkbeat.schemas.field;

import io.starkbeat.schemas.field.Coercion.Accepted;
import io.starkbeat.schemas.field.Coercion.Unfit;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/// Reads a number of a report, from a JSON number or from a text. The literal comes from a stranger: it is never expanded
/// before its size is known, since `1e999999999` is small to write and huge to hold.
final class NumberCoercion {
    /// The most digits of an unsigned 64-bit integer, in decimal.
    private static final int MAX_DECIMAL_DIGITS = 20;

    private static final Pattern HEX = Pattern.compile("0[xX]\\p{XDigit}{1,16}");

    /// What reads as a number, in range or not, or as the lack of one.
    private static final Pattern NUMBER_LIKE = Pattern
            .compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|0[xX]\\p{XDigit}*|[+-]?(?i:nan|inf|infinity)");

    private NumberCoercion() {}

    /// Whether a text is words, such as a processor's name, rather than a number, fit or not.
    static boolean isNoNumber(String text) {
        return text.codePoints().anyMatch(Character::isLetter)
                && (text.length() > Coercion.MAX_NUMBER_LENGTH || !NUMBER_LIKE.matcher(text).matches());
    }

    static Coercion read(Field field, String literal) {
        if (literal.isEmpty() || literal.length() > Coercion.MAX_NUMBER_LENGTH) {
            return new Unfit(field, literal.isEmpty() ? "is empty" : "is longer than any number it can be");
        }
        return field.takes(ReportedForm.FRACTION) ? decimal(field, literal) : whole(field, literal);
    }

    private static Coercion whole(Field field, String literal) {
        try {
            if (isDigits(literal)) {
                return new Accepted(field, new FieldValue.Whole(Long.parseUnsignedLong(literal)));
            }
            if (isHex(literal)) {
                return new Accepted(field, new FieldValue.Whole(ofHex(literal)));
            }
            BigDecimal exact = new BigDecimal(literal).stripTrailingZeros();
            // Stripped of zeros, an integer has no digit behind the point.
            return exact.scale() > 0 || exact.precision() - (long) exact.scale() > MAX_DECIMAL_DIGITS
                    ? notWhole(field)
                    : new Accepted(field,
                            new FieldValue.Whole(Long.parseUnsignedLong(exact.toBigIntegerExact().toString())));
        } catch (ArithmeticException | NumberFormatException e) {
            return notWhole(field);
        }
    }

    private static Unfit notWhole(Field field) {
        return new Unfit(field, field.range().unfit());
    }

    private static Coercion decimal(Field field, String literal) {
        BigDecimal exact;
        try {
            exact = new BigDecimal(isHex(literal) ? Long.toUnsignedString(ofHex(literal)) : literal);
        } catch (NumberFormatException e) {
            return new Unfit(field, "is no number");
        }
        if (exact.signum() < 0 && field.range() instanceof ValueRange.NotNegative) {
            return new Unfit(field, field.range().unfit());
        }
        double value = exact.doubleValue();
        return Double.isFinite(value)
                ? new Accepted(field, new FieldValue.Decimal(value))
                : new Unfit(field, "is larger than any number it can be");
    }

    private static boolean isHex(String literal) {
        return literal.startsWith("0") && HEX.matcher(literal).matches();
    }

    /// At most 16 digits, as [#HEX] has them.
    private static long ofHex(String literal) {
        return Long.parseUnsignedLong(literal, 2, literal.length(), 16);
    }

    private static boolean isDigits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
