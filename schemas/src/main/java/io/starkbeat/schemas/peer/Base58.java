package io.starkbeat.schemas.peer;

import java.math.BigInteger;

import org.jspecify.annotations.Nullable;

/// Base58 in Bitcoin's alphabet, as libp2p writes peer ids. Quadratic in the length, so only for short texts.
final class Base58 {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(ALPHABET.length());
    /// 58^10 is the last power below 2^63.
    private static final int DIGITS_AT_ONCE = 10;
    private static final long[] POWERS = new long[DIGITS_AT_ONCE + 1];
    /// The digit that each character is, or -1.
    private static final byte[] DIGITS = new byte[128];

    static {
        for (char c = 0; c < DIGITS.length; c++) {
            DIGITS[c] = (byte) ALPHABET.indexOf(c);
        }
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * ALPHABET.length();
        }
    }

    private Base58() {}

    /// The bytes, or null where a character is not of the alphabet.
    static byte @Nullable [] decode(String text) {
        int length = text.length();
        // The number in limbs of 64 bits, the lowest first. A digit is less than six bits.
        long[] limbs = new long[length * 6 / Long.SIZE + 1];
        int used = 0;
        int at = 0;
        while (at < length) {
            int count = Math.min(DIGITS_AT_ONCE, length - at);
            long carry = 0;
            for (int end = at + count; at < end; at++) {
                char c = text.charAt(at);
                int digit = c < DIGITS.length ? DIGITS[c] : -1;
                if (digit < 0) {
                    return null;
                }
                carry = carry * ALPHABET.length() + digit;
            }
            long factor = POWERS[count];
            for (int i = 0; i < used; i++) {
                long low = limbs[i] * factor;
                long sum = low + carry;
                carry = Math.unsignedMultiplyHigh(limbs[i], factor) + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
                limbs[i] = sum;
            }
            if (carry != 0) {
                limbs[used++] = carry;
            }
        }
        return bytes(limbs, used, zeros(text));
    }

    /// Each leading 1 stands for a leading zero byte, which a number cannot carry.
    private static int zeros(String text) {
        int zeros = 0;
        while (zeros < text.length() && text.charAt(zeros) == ALPHABET.charAt(0)) {
            zeros++;
        }
        return zeros;
    }

    /// A number with its highest byte first, behind zeros.
    private static byte[] bytes(long[] limbs, int used, int zeros) {
        int size = used == 0 ? 0 : used * Long.BYTES - Long.numberOfLeadingZeros(limbs[used - 1]) / Byte.SIZE;
        byte[] bytes = new byte[zeros + size];
        for (int i = 0; i < size; i++) {
            bytes[bytes.length - 1 - i] = (byte) (limbs[i / Long.BYTES] >> i % Long.BYTES * Byte.SIZE);
        }
        return bytes;
    }

    static String encode(byte[] bytes) {
        StringBuilder reversed = new StringBuilder();
        BigInteger number = new BigInteger(1, bytes);
        while (number.signum() > 0) {
            BigInteger[] division = number.divideAndRemainder(BASE);
            reversed.append(ALPHABET.charAt(division[1].intValue()));
            number = division[0];
        }
        for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
            reversed.append(ALPHABET.charAt(0));
        }
        return reversed.reverse().toString();
    }
}
