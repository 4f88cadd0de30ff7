package io.starkbeat.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Times in records and reports: RFC 3339.
final class RecordMapperTest {

    @ParameterizedTest
    @CsvSource({
            "2024-07-11T11:46:08.602688201+00:00, 2024-07-11T11:46:08.602688201Z",
            "2024-07-11T11:46:08.602688201Z, 2024-07-11T11:46:08.602688201Z",
            "2024-07-11T11:46:08Z, 2024-07-11T11:46:08Z", "2024-07-11t11:46:08z, 2024-07-11T11:46:08Z",
            "2024-07-11T11:46:08.6Z, 2024-07-11T11:46:08.6Z", "2024-07-11T13:46:08+02:00, 2024-07-11T11:46:08Z",
            "2024-07-11T06:16:08-05:30, 2024-07-11T11:46:08Z", "2024-07-11T11:46:08-00:00, 2024-07-11T11:46:08Z",
            "2024-02-29T23:59:59.999999999Z, 2024-02-29T23:59:59.999999999Z",
            "2016-12-31T23:59:60Z, 2016-12-31T23:59:59Z", "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z, 1969-12-31T23:59:59.999Z"})
    void timesOfAnyOffsetAndPrecisionAreRead(String sent, Instant time) {
        assertThat(RecordMapper.parse(sent)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", " ", "now", "1720698368", "1720698368602", "2024-07-11", "2024-07-11T11:46Z", "2024-07-11T11:46:08",
            "2024-07-11 11:46:08Z", "2024-07-11T11:46:08.602+0200", "2024-07-11T11:46:08+02", "24-07-11T11:46:08Z",
            "2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z", "2024-07-11T25:00:00Z", "2024-07-11T11:60:08Z",
            "2024-07-11T11:46:61Z", "2024-07-11T11:46:08+19:00", "2024-07-11T11:46:08Z ", " 2024-07-11T11:46:08Z",
            "2024-07-11T11:46:08.602688201[UTC]", "2024-07-11T11:46:08,602Z", "٢٠٢٤-07-11T11:46:08Z"})
    void whatIsNoTimeIsRefused(String sent) {
        assertThatExceptionOfType(DateTimeParseException.class).isThrownBy(() -> RecordMapper.parse(sent));
    }

    /// Years that RFC 3339 cannot write, be it only once they are told in UTC.
    @ParameterizedTest
    @ValueSource(strings = {
            "+10000-01-01T00:00:00Z", "-0001-12-31T23:59:59Z", "9999-12-31T23:59:59-01:00", "0000-01-01T00:00:00+01:00",
            "+1000000000-12-31T23:59:59Z", "-1000000000-01-01T00:00:00Z", "+99999999999-01-01T00:00:00Z"})
    void yearsOutsideOfFourDigitsAreRefused(String sent) {
        assertThatExceptionOfType(DateTimeParseException.class).isThrownBy(() -> RecordMapper.parse(sent));
    }

    @ParameterizedTest
    @CsvSource({
            "2024-07-11T11:46:08.602688201Z, 2024-07-11T11:46:08.602Z",
            "2024-07-11T11:46:08Z, 2024-07-11T11:46:08.000Z",
            "2024-07-11T11:46:08.999999999Z, 2024-07-11T11:46:08.999Z",
            "2024-07-11T00:00:00Z, 2024-07-11T00:00:00.000Z",
            "0000-01-01T00:00:00Z, 0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z"})
    void timesAreWrittenWithMilliseconds(Instant time, String text) {
        assertThat(RecordMapper.format(time)).isEqualTo(text);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Random random = new Random(3339);
        long from = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();
        long to = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
        for (int i = 0; i < 10_000; i++) {
            Instant time = Instant.ofEpochMilli(random.nextLong(from, to));
            String text = RecordMapper.format(time);
            assertThat(text).hasSize(24);
            assertThat(RecordMapper.parse(text)).isEqualTo(time);
        }
    }
}
