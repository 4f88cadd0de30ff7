package io.starkbeat.schemas.codec;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/// The one form in which our own records carry times, `2024-07-11T11:46:08.602Z`, read and written without the JDK's
/// formatters: folding a record reads and writes some twenty times, and the formatters were more than half of its cost.
/// Nodes write their times with more or fewer digits and with an offset, which is read here too. What is of another form
/// is left to the formatters.
public final class MillisecondTime {
    /// Of the form of our own records.
    static final int LENGTH = "2024-07-11T11:46:08.602Z".length();

    /// Where the fraction of a second begins, or the offset where there is none.
    private static final int BEHIND_SECONDS = "2024-07-11T11:46:08".length();
    private static final int DATE = "2024-07-11".length();
    private static final int NANOS_A_SECOND = 1_000_000_000;
    private static final int OFFSET = "+02:00".length();
    /// The JDK takes offsets up to eighteen hours.
    private static final int MAX_OFFSET_HOURS = 17;
    private static final int SECONDS_A_DAY = 86_400;
    /// The years of four digits, in seconds.
    private static final long EARLIEST = LocalDate.of(0, 1, 1).toEpochDay() * SECONDS_A_DAY;
    private static final long LATEST = LocalDate.of(10_000, 1, 1).toEpochDay() * SECONDS_A_DAY - 1;

    private static final int NO_OFFSET = Integer.MIN_VALUE;
    private static final long NO_TIME = Long.MIN_VALUE;

    private static final int NANOS_A_MILLI = 1_000_000;

    /// Nearly all times of an hour lie on one day. Threads may overwrite each other's: each is right by itself.
    private static volatile Day recentDay = day(0);

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

    /// The time as records hold it: to the millisecond, as by [Instant#truncatedTo], which divides three times.
    public static Instant truncated(Instant time) {
        int nanos = time.getNano();
        int beyond = nanos % NANOS_A_MILLI;
        return beyond == 0 ? time : Instant.ofEpochSecond(time.getEpochSecond(), nanos - beyond);
    }

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
        long day = Math.floorDiv(seconds, (long) SECONDS_A_DAY);
        int ofDay = (int) (seconds - day * SECONDS_A_DAY);
        Day recent = recentDay;
        if (recent.number != day) {
            recent = day(day);
            recentDay = recent;
        }
        System.arraycopy(recent.midnight, 0, to, at, LENGTH);
        int minutes = ofDay / 60;
        int millis = time.getNano() / NANOS_A_MILLI;
        DecimalDigits.two(minutes / 60, to, at + 11);
        DecimalDigits.two(minutes % 60, to, at + 14);
        DecimalDigits.two(ofDay % 60, to, at + 17);
        to[at + 20] = (byte) ('0' + millis / 100);
        DecimalDigits.two(millis % 100, to, at + 21);
        return true;
    }

    private static Day day(long number) {
        LocalDate date = LocalDate.ofEpochDay(number);
        byte[] midnight = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);
        DecimalDigits.two(date.getYear() / 100, midnight, 0);
        DecimalDigits.two(date.getYear() % 100, midnight, 2);
        DecimalDigits.two(date.getMonthValue(), midnight, 5);
        DecimalDigits.two(date.getDayOfMonth(), midnight, 8);
        return new Day(number, midnight);
    }

    /// The time, or null when the text is not of these forms, or no time.
    static @Nullable Instant parse(String text) {
        // What is not of ISO 8859-1 becomes a question mark, which is in no time.
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return parse(bytes, 0, bytes.length);
    }

    /// The time, or null when the text is not of these forms, or no time: [RecordMapper#parse] may know it then.
    ///
    /// @param text holds it in ASCII, from `from` to before `to`
    public static @Nullable Instant parse(byte[] text, int from, int to) {
        int behind = from + BEHIND_SECONDS;
        if (behind >= to || text[from + 4] != '-' || text[from + 7] != '-' || text[from + 10] != 'T'
                || text[from + 13] != ':' || text[from + 16] != ':') {
            return null;
        }
        int nanos = 0;
        if (text[behind] == '.') {
            int first = behind + 1;
            int scale = NANOS_A_SECOND;
            for (behind = first; behind < to && isDigit(text[behind]); behind++) {
                // More digits than nine leave no scale, and are refused below.
                nanos = nanos * 10 + text[behind] - '0';
                scale /= 10;
            }
            if (behind == first || scale == 0) {
                return null;
            }
            nanos *= scale;
        }
        int offset = offset(text, behind, to);
        long seconds = seconds(text, from);
        if (offset == NO_OFFSET || seconds == NO_TIME) {
            return null;
        }
        seconds -= offset;
        return seconds < EARLIEST || seconds > LATEST ? null : Instant.ofEpochSecond(seconds, nanos);
    }

    /// The offset from UTC in seconds that stands at the end of a text, or [#NO_OFFSET].
    private static int offset(byte[] text, int from, int to) {
        if (to == from + 1 && text[from] == 'Z') {
            return 0;
        }
        if (to != from + OFFSET || text[from + 3] != ':') {
            return NO_OFFSET;
        }
        int hours = two(text, from + 1);
        int minutes = two(text, from + 4);
        if (hours < 0 || hours > MAX_OFFSET_HOURS || minutes < 0 || minutes > 59) {
            return NO_OFFSET;
        }
        int seconds = hours * 3600 + minutes * 60;
        return switch (text[from]) {
            case '+' -> seconds;
            case '-' -> -seconds;
            default -> NO_OFFSET;
        };
    }

    /// The seconds since 1970 of a local time, or [#NO_TIME].
    private static long seconds(byte[] text, int from) {
        long day = day(text, from);
        int hour = two(text, from + 11);
        int minute = two(text, from + 14);
        int second = two(text, from + 17);
        // What is no digit is below zero; leap seconds are left to the formatters.
        if (day == NO_TIME || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return NO_TIME;
        }
        return day * SECONDS_A_DAY + hour * 3600L + minute * 60L + second;
    }

    /// The day since 1970 of a date, or [#NO_TIME].
    private static long day(byte[] text, int from) {
        Day recent = recentDay;
        if (Arrays.equals(text, from, from + DATE, recent.midnight, 0, DATE)) {
            return recent.number;
        }
        int century = two(text, from);
        int yearOfCentury = two(text, from + 2);
        int month = two(text, from + 5);
        int day = two(text, from + 8);
        if (century < 0 || yearOfCentury < 0 || month < 1 || month > 12 || day < 1) {
            return NO_TIME;
        }
        int year = century * 100 + yearOfCentury;
        // Days that a month has not are left to the formatters.
        return day > 28 && day > LocalDate.of(year, month, 1).lengthOfMonth()
                ? NO_TIME
                : LocalDate.of(year, month, day).toEpochDay();
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    /// The number that two digits are, or one below zero when they are none.
    private static int two(byte[] text, int at) {
        int tens = text[at] - '0';
        int ones = text[at + 1] - '0';
        return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
    }
}
