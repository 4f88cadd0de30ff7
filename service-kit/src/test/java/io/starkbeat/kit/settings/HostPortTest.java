package io.starkbeat.kit.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
    @Test
    void readsAList() {
        assertThat(HostPort.parseList("kafka-1:9092, 10.0.0.1:1,[::1]:65535")).containsExactly(
                new HostPort("kafka-1", 9092), new HostPort("10.0.0.1", 1), new HostPort("::1", 65_535));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka", "kafka:", ":9092", "kafka:0", "kafka:65536", "::1:9092", "kafka:9092,",
            "PLAINTEXT://kafka:9092", "a b:1"})
    void refusesTheRest(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> HostPort.parseList(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka-1:9092", "[::1]:9092"})
    void printsWhatItReads(String text) {
        assertThat(HostPort.parse(text)).hasToString(text);
    }
}
