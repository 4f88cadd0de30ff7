package io.starkbeat.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Held against the JDK's formatter, which it stands in for.
class MillisecondTimeTest {
    private static final DateTimeFormatter JDK = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final long EARLIEST = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();
    private static final long LATEST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    @Test
    void writesAndReadsAsTheJdkDoes() {
        Random random = new Random(25);
        for (int i = 0; i < 200_000; i++) {
            Instant time = Instant.ofEpochMilli(random.nextLong(EARLIEST, LATEST + 1));
            String text = JDK.format(time);
            assertThat(MillisecondTime.format(time.plusNanos(random.nextInt(1_000_000)))).isEqualTo(text);
            assertThat(MillisecondTime.parse(text)).isEqualTo(time);
        }
    }

    /// As nodes write them: with any number of digits behind the second, and with offsets.
    @Test
    void readsOtherFormsAsTheJdkDoes() {
        Random random = new Random(26);
        for (int i = 0; i < 100_000; i++) {
            String text = JDK.format(Instant.ofEpochMilli(random.nextLong(EARLIEST, LATEST + 1))).substring(0, 19)
                    + (random.nextBoolean() ? "." + "123456789".substring(0, 1 + random.nextInt(9)) : "")
                    + (random.nextBoolean()
                            ? "Z"
                            : "%s%02d:%02d".formatted(random.nextBoolean() ? "+" : "-", random.nextInt(18),
                                    1 + random.nextInt(59)));
            Instant time = Instant.parse(text);
            if (time.toEpochMilli() >= EARLIEST && time.toEpochMilli() <= LATEST) {
                assertThat(MillisecondTime.parse(text)).as(text).isEqualTo(time);
            }
        }
        assertThat(MillisecondTime.parse("1901-12-13T20:45:52Z")).isEqualTo(Instant.ofEpochSecond(Integer.MIN_VALUE));
    }

    @Test
    void knowsTheEdges() {
        for (long millis : new long[]{EARLIEST, LATEST, 0, -1, 951_782_400_000L, 951_868_799_999L}) {
            Instant time = Instant.ofEpochMilli(millis);
            assertThat(MillisecondTime.format(time)).isEqualTo(JDK.format(time));
            assertThat(MillisecondTime.parse(JDK.format(time))).isEqualTo(time);
        }
        assertThat(MillisecondTime.format(Instant.ofEpochMilli(LATEST + 1))).isNull();
        assertThat(MillisecondTime.format(Instant.ofEpochMilli(EARLIEST).minus(1, ChronoUnit.MILLIS))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2024-07-11T11:46:08", "2024-07-11T11:46:08.Z", "2024-07-11T11:46:08.602+",
            "2024-07-11T11:46:08.1234567890Z", "2024-07-11T11:46:08+02", "2024-07-11T11:46:08+0200",
            "2024-07-11T11:46:08*02:00", "2024-07-11T11:46:08+18:00", "2024-07-11T11:46:08+02:60",
            "2024-07-11T11:46:08.602Z ", "0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01",
            "2024-02-30T00:00:00.000Z",
            "2023-02-29T00:00:00.000Z", "2024-13-01T00:00:00.000Z", "2024-00-01T00:00:00.000Z",
            "2024-01-00T00:00:00.000Z",
            "2024-01-01T24:00:00.000Z", "2024-01-01T00:60:00.000Z", "2024-06-30T23:59:60.000Z",
            "2o24-01-01T00:00:00.000Z",
            "-024-01-01T00:00:00.000Z", "2024-01-01t00:00:00.000Z", "2024-01-01T00:00:00,000Z",
            "٢024-01-01T00:00:00.000Z"})
    void leavesEverythingElseToTheJdk(String text) {
        assertThat(MillisecondTime.parse(text)).isNull();
    }
}
