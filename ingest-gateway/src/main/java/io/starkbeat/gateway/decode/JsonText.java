package io.starkbeat.gateway.decode;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The characters that a JSON text stands for.
final class JsonText {
    private JsonText() {}

    /// @param json    UTF-8; the text is in it from `from` to before `to`, without its quotes, and has been read once
    /// @param escaped whether it holds escapes
    static String of(byte[] json, int from, int to, boolean escaped) {
        return escaped ? unescaped(json, from, to) : new String(json, from, to - from, StandardCharsets.UTF_8);
    }

    private static String unescaped(byte[] json, int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        int at = from;
        while (at < to) {
            int backslash = EightBytes.firstMark(json, at, to);
            text.append(new String(json, at, backslash - at, StandardCharsets.UTF_8));
            if (backslash == to) {
                break;
            }
            byte escape = json[backslash + 1];
            at = backslash + 2;
            switch (escape) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    int c = 0;
                    for (int i = 0; i < 4; i++) {
                        c = c << 4 | HexFormat.fromHexDigit(json[at++]);
                    }
                    text.append((char) c);
                }
                default -> text.append((char) escape);
            }
        }
        return text.toString();
    }

    /// Whether no half of a surrogate pair stands without the other.
    static boolean isWellFormed(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
