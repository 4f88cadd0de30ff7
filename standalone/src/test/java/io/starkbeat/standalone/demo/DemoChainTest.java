package io.starkbeat.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DemoChainTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final DemoChain chain = new DemoChain(DemoChain.GENESIS, Duration.ofSeconds(6));

    @Test
    void theHeightAtATimeIsTheNewestBlockMadeByThen() {
        for (var ms = 0; ms < 120_000; ms += 37) {
            var now = NOON.plusMillis(ms);
            var height = chain.heightAt(now);
            assertThat(chain.madeAt(height)).isBeforeOrEqualTo(now);
            assertThat(chain.madeAt(height + 1)).isAfter(now);
        }
    }

    @Test
    void blocksComeAboutEverySixSeconds() {
        var height = chain.heightAt(NOON);
        for (var number = height; number < height + 500; number++) {
            assertThat(Duration.between(chain.madeAt(number), chain.madeAt(number + 1)))
                    .isBetween(Duration.ofMillis(3_600), Duration.ofMillis(8_400));
        }
        assertThat(chain.heightAt(NOON.plus(Duration.ofHours(1))) - height).isBetween(599L, 601L);
    }

    @Test
    void aBlockIsTheSameForWhoeverAsks() {
        var other = new DemoChain(DemoChain.GENESIS, Duration.ofSeconds(6));
        assertThat(other.block(7_000_001)).isEqualTo(chain.block(7_000_001));
        assertThat(chain.block(7_000_002)).isNotEqualTo(chain.block(7_000_001));
        assertThat(chain.block(7_000_001).hash()).matches("0x[0-9a-f]{63}");
        assertThat(chain.l1At(NOON).hash()).matches("0x[0-9a-f]{64}");
    }

    @Test
    void thereIsNoBlockBeforeTheFirst() {
        assertThat(chain.heightAt(DemoChain.GENESIS.minusSeconds(3_600))).isZero();
        assertThat(chain.heightAt(DemoChain.GENESIS.plusSeconds(14))).isBetween(1L, 2L);
    }
}
