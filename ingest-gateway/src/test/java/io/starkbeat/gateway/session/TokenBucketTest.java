package io.starkbeat.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final TokenBucket bucket = new TokenBucket(5, Duration.ofSeconds(1));

    /// Nanotime begins anywhere, below zero and near its end too.
    @ParameterizedTest
    @ValueSource(longs = {0, -100, Long.MAX_VALUE - 100, Long.MIN_VALUE})
    void burstThenOneASecond(long start) {
        assertThat(taken(start)).isEqualTo(5);
        assertThat(taken(start + SECOND - 1)).isZero();
        assertThat(taken(start + SECOND)).isEqualTo(1);
        assertThat(taken(start + 3 * SECOND)).isEqualTo(2);
    }

    @Test
    void fillsUpToItsBurstAndNoFurther() {
        assertThat(taken(0)).isEqualTo(5);
        assertThat(taken(1000 * SECOND)).isEqualTo(5);
    }

    private int taken(long nanoTime) {
        int taken = 0;
        while (bucket.tryTake(nanoTime)) {
            taken++;
        }
        return taken;
    }
}
