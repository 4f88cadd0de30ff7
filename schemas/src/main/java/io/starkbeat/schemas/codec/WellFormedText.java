package io.starkbeat.schemas.codec;

/// Texts of strangers as texts that UTF-8 can carry. A JSON text may spell half of a surrogate pair (`"\ud800"`), which no
/// encoder writes: one such name must not stop whoever writes a record about it.
final class WellFormedText {
    private static final int REPLACEMENT = 0xFFFD;

    private WellFormedText() {}

    /// The text with each half of a surrogate pair replaced by U+FFFD.
    static String of(String text) {
        if (isWellFormed(text)) {
            return text;
        }
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints().forEach(c -> whole.appendCodePoint(isSurrogate(c) ? REPLACEMENT : c));
        return whole.toString();
    }

    /// JSON with each half of a surrogate pair spelt as an escape, which means the same: outside of strings there is none.
    static String ofJson(String json) {
        if (isWellFormed(json)) {
            return json;
        }
        StringBuilder escaped = new StringBuilder(json.length() + 64);
        json.codePoints().forEach(c -> {
            if (isSurrogate(c)) {
                escaped.append("\\u").append(Integer.toHexString(c));
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
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
