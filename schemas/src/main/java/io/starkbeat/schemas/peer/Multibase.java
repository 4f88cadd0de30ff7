package io.starkbeat.schemas.peer;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/// The multibase forms in which CIDs of peer ids are written: `b` base32 (lower case, no padding), `z` base58, `f` hex, `k`
/// base36.
final class Multibase {
    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

    private Multibase() {}

    /// The bytes, or null when the text is of no known base.
    static byte @Nullable [] decode(String text) {
        String digits = text.substring(1);
        return switch (text.charAt(0)) {
            case 'b' -> base32(digits);
            case 'B' -> digits.equals(digits.toUpperCase(Locale.ROOT)) ? base32(digits.toLowerCase(Locale.ROOT)) : null;
            case 'z' -> Base58.decode(digits);
            case 'f', 'F' -> hex(digits);
            case 'k' -> base36(digits);
            default -> null;
        };
    }

    private static byte @Nullable [] base32(String digits) {
        byte[] bytes = new byte[digits.length() * 5 / 8];
        int buffer = 0;
        int bits = 0;
        int at = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = BASE32.indexOf(digits.charAt(i));
            if (digit < 0) {
                return null;
            }
            buffer = buffer << 5 | digit;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[at++] = (byte) (buffer >> bits);
                buffer &= (1 << bits) - 1;
            }
        }
        // What is left over is padding: fewer bits than a digit, all zero, or two texts would mean one id.
        return bits < 5 && buffer == 0 ? bytes : null;
    }

    private static byte @Nullable [] hex(String digits) {
        try {
            return HexFormat.of().parseHex(digits);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static byte @Nullable [] base36(String digits) {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'z')) {
            return null;
        }
        // A leading 0 stands for a leading zero byte, which a number cannot carry; a CIDv1 starts with 0x01.
        return digits.startsWith("0") ? null : new BigInteger(digits, 36).toByteArray();
    }
}
