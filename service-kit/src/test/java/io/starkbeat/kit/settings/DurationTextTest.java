package io.starkbeat.kit.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "30s,PT30S", "2m,PT2M", "1h,PT1H", "30d,PT720H", "0s,PT0S", "1 h,PT1H"})
    void readsWhatOperatorsWrite(String text, Duration expected) {
        assertThat(DurationText.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "s", "-1s", "1.5h", "30S", "PT30S", "1m30s", "9999999999999999999s", "1w"})
    void refusesTheRest(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DurationText.parse(text)).withMessageContaining(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1ms", "1500ms", "30s", "90s", "2m", "1h", "36h", "30d", "0s"})
    void printsWhatItReads(String text) {
        assertThat(DurationText.print(DurationText.parse(text))).isEqualTo(text);
    }
}
