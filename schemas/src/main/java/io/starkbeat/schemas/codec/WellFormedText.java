package io.starkbeat.schemas.codec;

/// Texts of strangers as texts that UTF-8 can carry. A JSON text may spell half of a surrogate pair (`"\ud800"`), which
/// strict readers of JSON refuse and some writers cannot write: one such name must not stop whoever meets it in a record.
public final class WellFormedText {
    private static final int REPLACEMENT = 0xFFFD;

    private WellFormedText() {}

    /// The text with each half of a surrogate pair replaced by U+FFFD.
    public static String of(String text) {
        if (isWellFormed(text)) {
            return text;
        }
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints().forEach(c -> whole.appendCodePoint(isSurrogate(c) ? REPLACEMENT : c));
        return whole.toString();
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                // A code point of the surrogate range is what a half without its other half is read as.
                return text.codePoints().noneMatch(WellFormedText::isSurrogate);
            }
        }
        return true;
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
