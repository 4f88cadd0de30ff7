package io.starkbeat.schemas.field;

import io.starkbeat.schemas.peer.PeerId;
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

    /// A hash is at most this many hex digits behind `0x`.
    int MAX_HASH_DIGITS = 64;

    /// Reads a JSON string.
    static Coercion ofText(Field field, String sent) {
        return switch (field.kind()) {
            case TEXT -> text(field, sent);
            case PEER_ID -> peerId(sent);
            case CAPABILITY -> word(field, sent);
            case HASH -> hash(field, sent);
            case WHOLE, NUMBER, PERCENT -> {
                String literal = sent.strip();
                Field named = field.meantByWords();
                yield named != null && NumberCoercion.isNoNumber(literal)
                        ? text(named, sent)
                        : NumberCoercion.read(field, literal);
            }
        };
    }

    /// Reads a JSON number, as it is written.
    static Coercion ofNumber(Field field, String literal) {
        return field.kind().isNumeric()
                ? NumberCoercion.read(field, literal)
                : field.takes(ReportedForm.NUMBER) && literal.length() <= MAX_NUMBER_LENGTH
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
                ? new Unfit(field, field.range().unfit())
                : new Accepted(field, new FieldValue.Text(visible));
    }

    /// What a page would not show as itself goes (control characters, line separators, bidirectional controls, characters
    /// of no width that join nothing, halves of surrogate pairs), since a name is shown on pages; the rest is cut at
    /// [Field#MAX_TEXT] characters.
    private static String visible(String sent) {
        if (isPlain(sent)) {
            return sent;
        }
        StringBuilder kept = new StringBuilder(Math.min(sent.length(), Field.MAX_TEXT));
        sent.strip()
                .codePoints()
                .filter(c -> !Character.isISOControl(c) && !isInvisible(c))
                .limit(Field.MAX_TEXT)
                .forEach(kept::appendCodePoint);
        return kept.toString().strip();
    }

    /// Whether a text is nothing but printable ASCII within bounds, as nearly all are: it is visible as it is.
    private static boolean isPlain(String sent) {
        int length = sent.length();
        if (length == 0 || length > Field.MAX_TEXT || sent.charAt(0) == ' ' || sent.charAt(length - 1) == ' ') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = sent.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean isInvisible(int c) {
        return switch (c) {
            // Unicode's Bidi_Control: the marks, embeddings, overrides and isolates.
            case 0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069 -> true;
            // Line and paragraph separators.
            case 0x2028, 0x2029 -> true;
            // Zero-width space, word joiner, byte order mark. The two joiners stay: emoji and scripts are made with them.
            case 0x200B, 0x2060, 0xFEFF -> true;
            default -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        };
    }

    /// Reads what would be kept, not what was sent: else a text could be no peer id here and one once it was cleaned.
    private static Coercion peerId(String sent) {
        return PeerId.parse(visible(sent))
                .<Coercion>map(id -> new Accepted(Field.PEER_ID, new FieldValue.Text(id.toString())))
                .orElseGet(() -> text(Field.PEER_ID, sent));
    }

    private static Coercion word(Field field, String sent) {
        return field.range() instanceof ValueRange.OneOf words
                ? words.named(sent)
                        .<Coercion>map(word -> new Accepted(field, new FieldValue.Text(word)))
                        .orElseGet(() -> new Unfit(field, words.unfit()))
                : text(field, sent);
    }

    private static Coercion hash(Field field, String sent) {
        String hex = sent.strip().toLowerCase(Locale.ROOT);
        return field.range() instanceof ValueRange.HexDigits(int max) && hex.startsWith("0x") && hex.length() > 2
                && hex.length() <= 2 + max && isHex(hex, 2)
                        ? new Accepted(field, new FieldValue.Text(hex))
                        : new Unfit(field, field.range().unfit());
    }

    /// In lower case.
    private static boolean isHex(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }
}
