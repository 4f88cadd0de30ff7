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
    @ValueSource(strings = {"", "2024-07-11T11:46:08Z", "2024-07-11T11:46:08.6021Z", "2024-07-11T11:46:08.602+",
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
