package io.starkbeat.schemas.peer;

import java.math.BigInteger;

import org.jspecify.annotations.Nullable;

/// Base58 in Bitcoin's alphabet, as libp2p writes peer ids. Quadratic in the length, so only for short texts.
final class Base58 {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(ALPHABET.length());
    /// 58^5 is the last power below 2^31, so that limb and factor multiply within 64 bits.
    private static final int DIGITS_AT_ONCE = 5;
    /// The digit that each character is, or -1.
    private static final byte[] DIGITS = new byte[128];

    static {
        for (char c = 0; c < DIGITS.length; c++) {
            DIGITS[c] = (byte) ALPHABET.indexOf(c);
        }
    }

    private Base58() {}

    /// The bytes, or null where a character is not of the alphabet.
    static byte @Nullable [] decode(String text) {
        // The number in limbs of 32 bits, the lowest first. A digit is less than six bits.
        int[] limbs = new int[text.length() * 6 / Integer.SIZE + 1];
        int used = 0;
        int zeros = 0;
        int at = 0;
        while (at < text.length()) {
            long factor = 1;
            long carry = 0;
            for (int end = Math.min(at + DIGITS_AT_ONCE, text.length()); at < end; at++) {
                char c = text.charAt(at);
                int digit = c < DIGITS.length ? DIGITS[c] : -1;
                if (digit < 0) {
                    return null;
                }
                // Each leading 1 stands for a leading zero byte, which a number cannot carry.
                if (digit == 0 && zeros == at) {
                    zeros++;
                }
                factor *= ALPHABET.length();
                carry = carry * ALPHABET.length() + digit;
            }
            for (int i = 0; i < used; i++) {
                long product = Integer.toUnsignedLong(limbs[i]) * factor + carry;
                limbs[i] = (int) product;
                carry = product >>> Integer.SIZE;
            }
            if (carry != 0) {
                limbs[used++] = (int) carry;
            }
        }
        return bytes(limbs, used, zeros);
    }

    /// A number with its highest byte first, behind zeros.
    private static byte[] bytes(int[] limbs, int used, int zeros) {
        int size = used == 0
                ? 0
                : used * Integer.BYTES - Integer.numberOfLeadingZeros(limbs[used - 1]) / Byte.SIZE;
        byte[] bytes = new byte[zeros + size];
        for (int i = 0; i < size; i++) {
            bytes[bytes.length - 1 - i] = (byte) (limbs[i / Integer.BYTES] >> i % Integer.BYTES * Byte.SIZE);
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
