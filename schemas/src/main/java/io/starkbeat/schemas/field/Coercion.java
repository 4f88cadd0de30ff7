package io.starkbeat.schemas.field;

import io.starkbeat.schemas.peer.PeerId;
import java.math.BigDecimal;
import java.util.Locale;

/// Reads a reported scalar as the value of a field. Nodes do not keep to the specification's types (its own example sends
/// numbers where its schema says text), so what a value means is decided by the field, not by its JSON type.
///
/// Pure, and total: whatever was sent is either [Accepted] or [Unfit] with a reason for its sender.
public sealed interface Coercion {

    /// The value fits. The field is the one it fits, which is not always the one it was sent as: a text sent as `cpu` is
    /// the processor's type.
    record Accepted(Field field, FieldValue value) implements Coercion {}

    /// The value does not fit the field.
    ///
    /// @param reason what is wrong with it, as the rest of a sentence that starts with the field's name
    record Unfit(Field field, String reason) implements Coercion {}

    /// No number that a field takes needs more characters; longer ones are not parsed.
    int MAX_NUMBER_LENGTH = 64;

    /// The most digits of an unsigned 64-bit integer, in decimal and in hex.
    int MAX_DECIMAL_DIGITS = 20;
    int MAX_HEX_DIGITS = 16;
    int MAX_HASH_DIGITS = 64;

    /// Reads a JSON string.
    static Coercion ofText(Field field, String sent) {
        return switch (field.kind()) {
            case TEXT -> text(field, sent);
            case PEER_ID -> peerId(sent);
            case CAPABILITY -> capability(field, sent);
            case HASH -> hash(field, sent);
            case WHOLE, NUMBER, PERCENT -> {
                Coercion number = number(field, sent.strip());
                yield number instanceof Unfit && field == Field.CPU ? text(Field.CPU_TYPE, sent) : number;
            }
        };
    }

    /// Reads a JSON number, as it is written.
    static Coercion ofNumber(Field field, String literal) {
        return field.kind().isNumeric()
                ? number(field, literal)
                : field.kind() == FieldKind.TEXT && literal.length() <= MAX_NUMBER_LENGTH
                        ? text(field, literal)
                        : new Unfit(field, "is a number; a text is expected");
    }

    /// Reads a JSON boolean: no field of the specification takes one.
    static Coercion ofBoolean(Field field) {
        return new Unfit(field, "is a boolean; " + (field.kind().isNumeric() ? "a number" : "a text") + " is expected");
    }

    private static Coercion text(Field field, String sent) {
        String visible = visible(sent);
        return visible.isEmpty()
                ? new Unfit(field, "is empty")
                : new Accepted(field, new FieldValue.Text(visible));
    }

    /// Control characters and bidirectional overrides go, since a name is shown on pages; the rest is cut at
    /// [Field#MAX_TEXT] characters.
    private static String visible(String sent) {
        StringBuilder kept = new StringBuilder(Math.min(sent.length(), Field.MAX_TEXT));
        sent.strip()
                .codePoints()
                .filter(c -> !Character.isISOControl(c) && !isBidiControl(c) && !isLoneSurrogate(c))
                .limit(Field.MAX_TEXT)
                .forEach(kept::appendCodePoint);
        return kept.toString().strip();
    }

    private static boolean isBidiControl(int c) {
        return c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
    }

    private static boolean isLoneSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    private static Coercion peerId(String sent) {
        return PeerId.parse(sent.strip())
                .<Coercion>map(id -> new Accepted(Field.PEER_ID, new FieldValue.Text(id.toString())))
                .orElseGet(() -> text(Field.PEER_ID, sent));
    }

    private static Coercion capability(Field field, String sent) {
        return switch (sent.strip().toLowerCase(Locale.ROOT)) {
            case "fullnode", "full_node", "full" -> new Accepted(field, new FieldValue.Text("FullNode"));
            case "sequencer" -> new Accepted(field, new FieldValue.Text("Sequencer"));
            default -> new Unfit(field, "is neither FullNode nor Sequencer");
        };
    }

    private static Coercion hash(Field field, String sent) {
        String hex = sent.strip().toLowerCase(Locale.ROOT);
        return hex.startsWith("0x") && hex.length() > 2 && hex.length() <= 2 + MAX_HASH_DIGITS && isHex(hex, 2)
                ? new Accepted(field, new FieldValue.Text(hex))
                : new Unfit(field, "is no hash; 0x and up to 64 hex digits are expected");
    }

    private static Coercion number(Field field, String literal) {
        if (literal.isEmpty() || literal.length() > MAX_NUMBER_LENGTH) {
            return new Unfit(field, literal.isEmpty() ? "is empty" : "is longer than any number it can be");
        }
        return field.kind() == FieldKind.WHOLE ? whole(field, literal) : decimal(field, literal);
    }

    private static Coercion whole(Field field, String literal) {
        try {
            if (literal.startsWith("0x") || literal.startsWith("0X")) {
                return literal.length() <= 2 + MAX_HEX_DIGITS && isHex(literal, 2) && literal.length() > 2
                        ? new Accepted(field,
                                new FieldValue.Whole(Long.parseUnsignedLong(literal, 2, literal.length(), 16)))
                        : notWhole(field);
            }
            if (isDigits(literal)) {
                return new Accepted(field, new FieldValue.Whole(Long.parseUnsignedLong(literal)));
            }
            BigDecimal exact = new BigDecimal(literal);
            // A literal such as 1e999999999 is small to write and huge to expand.
            return exact.precision() - (long) exact.scale() > MAX_DECIMAL_DIGITS
                    ? notWhole(field)
                    : new Accepted(field,
                            new FieldValue.Whole(Long.parseUnsignedLong(exact.toBigIntegerExact().toString())));
        } catch (ArithmeticException | NumberFormatException e) {
            return notWhole(field);
        }
    }

    private static Unfit notWhole(Field field) {
        return new Unfit(field, "is no integer from 0 to 2^64-1");
    }

    private static Coercion decimal(Field field, String literal) {
        double value;
        try {
            value = new BigDecimal(literal).doubleValue();
        } catch (NumberFormatException e) {
            return new Unfit(field, "is no number");
        }
        if (!Double.isFinite(value)) {
            return new Unfit(field, "is larger than any number it can be");
        }
        return value < 0 && field.kind() == FieldKind.NUMBER
                ? new Unfit(field, "is below zero")
                : new Accepted(field, new FieldValue.Decimal(value));
    }

    private static boolean isDigits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isHex(String text, int from) {
        return text.chars().skip(from).allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
    }
}
