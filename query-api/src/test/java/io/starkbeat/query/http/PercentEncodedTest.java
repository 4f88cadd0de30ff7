package io.starkbeat.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PercentEncodedTest {
    @Test
    void decodesPercentsAndLeavesTheRest() {
        assertThat(PercentEncoded.decode("session%3a7f3c%3A+x")).hasValue("session:7f3c:+x");
        assertThat(PercentEncoded.decode("%D0%97%F0%9F%9A%80")).hasValue("З🚀");
        assertThat(PercentEncoded.decode("З🚀")).hasValue("З🚀");
        assertThat(PercentEncoded.decode("")).hasValue("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "a%zz", "%C3%28", "%ff", "%u0041", "%-1"})
    void refusesWhatIsNoEncoding(String wild) {
        assertThat(PercentEncoded.decode(wild)).isEmpty();
    }
}
