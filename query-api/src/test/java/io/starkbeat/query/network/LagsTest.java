package io.starkbeat.query.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LagsTest {
    @Test
    void theMedianIsUnsignedAndOfTwoTheLower() {
        assertThat(lags(5).median()).isEqualTo(5);
        assertThat(lags(-1, 0, 3).median()).isEqualTo(3);
        assertThat(lags(9, 2, 7, 3).median()).isEqualTo(3);
        assertThat(lags(0, -1, -2).median()).isEqualTo(-2);
        assertThat(lags(0, 0, 4, 0).zeros()).isEqualTo(3);
        assertThatThrownBy(lags()::median).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void thereMayBeMany() {
        Lags lags = new Lags();
        for (int i = 1000; i >= 0; i--) {
            lags.add(i);
        }
        assertThat(lags.count()).isEqualTo(1001);
        assertThat(lags.median()).isEqualTo(500);
    }

    private static Lags lags(long... each) {
        Lags lags = new Lags();
        for (long lag : each) {
            lags.add(lag);
        }
        return lags;
    }
}
