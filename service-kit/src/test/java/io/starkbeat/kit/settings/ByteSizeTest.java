package io.starkbeat.kit.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({"0,0", "4096,4096", "17B,17", "64KiB,65536", "64MiB,67108864", "1GiB,1073741824", "3 GiB,3221225472"})
    void readsWhatOperatorsWrite(String text, long bytes) {
        assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"64KB", "64k", "1.5GiB", "-1", "KiB", "999999999999999GiB"})
    void refusesTheRest(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ByteSize.parse(text)).withMessageContaining(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1023", "1KiB", "1025", "256KiB", "64MiB", "3GiB"})
    void printsWhatItReads(String text) {
        assertThat(ByteSize.parse(text)).hasToString(text);
    }

    @Test
    void doesNotFoldTwoGigabytesIntoAnInt() {
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> ByteSize.ofGiB(2).toInt());
    }
}
