package io.starkbeat.schemas.codec;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/// The one form in which our own records carry times, `2024-07-11T11:46:08.602Z`, read and written without the JDK's
/// formatters: folding a record reads and writes some twenty times, and the formatters were more than half of its cost.
/// What is not of this form is left to them.
final class MillisecondTime {
    private static final int LENGTH = "2024-07-11T11:46:08.602Z".length();
    private static final int SECONDS_A_DAY = 86_400;
    /// The years of four digits, in seconds.
    private static final long EARLIEST = LocalDate.of(0, 1, 1).toEpochDay() * SECONDS_A_DAY;
    private static final long LATEST = LocalDate.of(10_000, 1, 1).toEpochDay() * SECONDS_A_DAY - 1;

    /// Nearly all times of an hour lie on one day. Threads may overwrite each other's: each is right by itself.
    private static volatile Day recentDay = new Day(Long.MIN_VALUE, new byte[0]);

    /// A day since 1970, and the text of its midnight, which is not to be written to.
    private static final class Day {
        private final long number;
        private final byte[] midnight;

        private Day(long number, byte[] midnight) {
            this.number = number;
            this.midnight = midnight;
        }
    }

    private MillisecondTime() {}

    /// The text, or null for a year that has not four digits.
    static @Nullable String format(Instant time) {
        byte[] text = ascii(time);
        return text == null ? null : new String(text, StandardCharsets.ISO_8859_1);
    }

    /// The text in ASCII, or null for a year that has not four digits. The caller's own.
    static byte @Nullable [] ascii(Instant time) {
        long seconds = time.getEpochSecond();
        if (seconds < EARLIEST || seconds > LATEST) {
            return null;
        }
        int ofDay = Math.floorMod(seconds, SECONDS_A_DAY);
        byte[] text = day(Math.floorDiv(seconds, SECONDS_A_DAY)).clone();
        digits(text, 11, 2, ofDay / 3600);
        digits(text, 14, 2, ofDay / 60 % 60);
        digits(text, 17, 2, ofDay % 60);
        digits(text, 20, 3, time.getNano() / 1_000_000);
        return text;
    }

    /// The text of the day's midnight.
    private static byte[] day(long number) {
        Day recent = recentDay;
        if (recent.number == number) {
            return recent.midnight;
        }
        LocalDate date = LocalDate.ofEpochDay(number);
        byte[] midnight = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);
        digits(midnight, 0, 4, date.getYear());
        digits(midnight, 5, 2, date.getMonthValue());
        digits(midnight, 8, 2, date.getDayOfMonth());
        recentDay = new Day(number, midnight);
        return midnight;
    }

    /// The time, or null when the text is not of this form, or no time.
    static @Nullable Instant parse(String text) {
        if (text.length() != LENGTH || text.charAt(4) != '-' || text.charAt(7) != '-' || text.charAt(10) != 'T'
                || text.charAt(13) != ':' || text.charAt(16) != ':' || text.charAt(19) != '.'
                || text.charAt(23) != 'Z') {
            return null;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 2);
        int day = number(text, 8, 2);
        int hour = number(text, 11, 2);
        int minute = number(text, 14, 2);
        int second = number(text, 17, 2);
        int millis = number(text, 20, 3);
        // What is no digit is below zero; days that a month has not, and leap seconds, are left to the formatters.
        if (year < 0 || month < 1 || month > 12 || day < 1 || hour < 0 || hour > 23 || minute < 0 || minute > 59
                || second < 0 || second > 59 || millis < 0
                || day > 28 && day > LocalDate.of(year, month, 1).lengthOfMonth()) {
            return null;
        }
        long seconds = LocalDate.of(year, month, day).toEpochDay() * SECONDS_A_DAY + hour * 3600L + minute * 60L
                + second;
        return Instant.ofEpochSecond(seconds, millis * 1_000_000L);
    }

    private static void digits(byte[] text, int from, int count, int number) {
        int rest = number;
        for (int i = from + count - 1; i >= from; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /// The number, or one below zero when a character is no digit.
    private static int number(String text, int from, int count) {
        int number = 0;
        for (int i = from; i < from + count; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
