package io.starkbeat.schemas.codec;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/// The one form in which our own records carry times, `2024-07-11T11:46:08.602Z`, read and written without the JDK's
/// formatters: folding a record reads and writes some twenty times, and the formatters were more than half of its cost.
/// Nodes write their times with more or fewer digits and with an offset, which is read here too. What is of another form
/// is left to the formatters.
final class MillisecondTime {
    /// Of the form of our own records.
    static final int LENGTH = "2024-07-11T11:46:08.602Z".length();

    /// Where the fraction of a second begins, or the offset where there is none.
    private static final int BEHIND_SECONDS = "2024-07-11T11:46:08".length();
    private static final int MAX_FRACTION = 9;
    private static final int OFFSET = "+02:00".length();
    /// The JDK takes offsets up to eighteen hours.
    private static final int MAX_OFFSET_HOURS = 17;
    private static final int SECONDS_A_DAY = 86_400;
    /// The years of four digits, in seconds.
    private static final long EARLIEST = LocalDate.of(0, 1, 1).toEpochDay() * SECONDS_A_DAY;
    private static final long LATEST = LocalDate.of(10_000, 1, 1).toEpochDay() * SECONDS_A_DAY - 1;

    private static final int NO_OFFSET = Integer.MIN_VALUE;
    private static final long NO_TIME = Long.MIN_VALUE;

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
        byte[] text = new byte[LENGTH];
        return write(time, text, 0) ? new String(text, StandardCharsets.ISO_8859_1) : null;
    }

    /// Writes the text in ASCII.
    ///
    /// @param to where it goes, from `at` on
    /// @return whether it is written: not for a year that has not four digits
    static boolean write(Instant time, byte[] to, int at) {
        long seconds = time.getEpochSecond();
        if (seconds < EARLIEST || seconds > LATEST) {
            return false;
        }
        int ofDay = Math.floorMod(seconds, SECONDS_A_DAY);
        System.arraycopy(day(Math.floorDiv(seconds, SECONDS_A_DAY)), 0, to, at, LENGTH);
        digits(to, at + 11, 2, ofDay / 3600);
        digits(to, at + 14, 2, ofDay / 60 % 60);
        digits(to, at + 17, 2, ofDay % 60);
        digits(to, at + 20, 3, time.getNano() / 1_000_000);
        return true;
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

    /// The time, or null when the text is not of these forms, or no time.
    static @Nullable Instant parse(String text) {
        int length = text.length();
        if (length <= BEHIND_SECONDS || text.charAt(4) != '-' || text.charAt(7) != '-' || text.charAt(10) != 'T'
                || text.charAt(13) != ':' || text.charAt(16) != ':') {
            return null;
        }
        int behind = BEHIND_SECONDS;
        int nanos = 0;
        if (text.charAt(behind) == '.') {
            int first = behind + 1;
            behind = first;
            while (behind < length && isDigit(text.charAt(behind))) {
                behind++;
            }
            if (behind == first || behind - first > MAX_FRACTION) {
                return null;
            }
            nanos = number(text, first, behind - first);
            for (int digits = behind - first; digits < MAX_FRACTION; digits++) {
                nanos *= 10;
            }
        }
        int offset = offset(text, behind);
        long seconds = seconds(text);
        if (offset == NO_OFFSET || seconds == NO_TIME) {
            return null;
        }
        seconds -= offset;
        return seconds < EARLIEST || seconds > LATEST ? null : Instant.ofEpochSecond(seconds, nanos);
    }

    /// The offset from UTC in seconds that stands at the end of a text, or [#NO_OFFSET].
    private static int offset(String text, int from) {
        if (text.length() == from + 1 && text.charAt(from) == 'Z') {
            return 0;
        }
        if (text.length() != from + OFFSET || text.charAt(from + 3) != ':') {
            return NO_OFFSET;
        }
        int hours = number(text, from + 1, 2);
        int minutes = number(text, from + 4, 2);
        if (hours < 0 || hours > MAX_OFFSET_HOURS || minutes < 0 || minutes > 59) {
            return NO_OFFSET;
        }
        int seconds = hours * 3600 + minutes * 60;
        return switch (text.charAt(from)) {
            case '+' -> seconds;
            case '-' -> -seconds;
            default -> NO_OFFSET;
        };
    }

    /// The seconds since 1970 of a local time, or [#NO_TIME].
    private static long seconds(String text) {
        int year = number(text, 0, 4);
        int month = number(text, 5, 2);
        int day = number(text, 8, 2);
        int hour = number(text, 11, 2);
        int minute = number(text, 14, 2);
        int second = number(text, 17, 2);
        // What is no digit is below zero; days that a month has not, and leap seconds, are left to the formatters.
        if (year < 0 || month < 1 || month > 12 || day < 1 || hour < 0 || hour > 23 || minute < 0 || minute > 59
                || second < 0 || second > 59 || day > 28 && day > LocalDate.of(year, month, 1).lengthOfMonth()) {
            return NO_TIME;
        }
        return LocalDate.of(year, month, day).toEpochDay() * SECONDS_A_DAY + hour * 3600L + minute * 60L + second;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
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
