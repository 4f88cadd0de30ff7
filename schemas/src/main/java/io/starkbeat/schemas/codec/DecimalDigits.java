package io.starkbeat.schemas.codec;

/// Numbers as decimal digits in bytes, two digits at a time.
final class DecimalDigits {
    private static final int[] POWERS_OF_TEN = {1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
            1_000_000_000};

    private DecimalDigits() {}

    /// Writes a number of zero or more.
    ///
    /// @return where its last digit ends
    static int write(int number, byte[] to, int at) {
        int end = at + count(number);
        int next = end;
        int rest = number;
        while (rest >= 100) {
            int hundreds = rest / 100;
            next -= 2;
            two(rest - hundreds * 100, to, next);
            rest = hundreds;
        }
        if (rest >= 10) {
            two(rest, to, at);
        } else {
            to[at] = (byte) ('0' + rest);
        }
        return end;
    }

    /// Writes a number below a hundred with both digits.
    static void two(int number, byte[] to, int at) {
        int tens = number / 10;
        to[at] = (byte) ('0' + tens);
        to[at + 1] = (byte) ('0' + number - tens * 10);
    }

    private static int count(int number) {
        int count = 1;
        while (count < POWERS_OF_TEN.length && number >= POWERS_OF_TEN[count]) {
            count++;
        }
        return count;
    }
}
