package io.starkbeat.query.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BestHeightsTest {
    private final BestHeights best = new BestHeights();

    @Test
    void itIsTheHighestThatTwoAddressesHaveReached() {
        best.add("main", "a", 100);
        best.add("main", "b", 90);
        best.add("main", "c", 80);

        assertThat(best.of("main")).hasValue(90);
    }

    @Test
    void manyNodesOfOneAddressAreOneVoice() {
        best.add("main", "a", 1000);
        best.add("main", "a", 999);
        best.add("main", "b", 90);
        best.add("main", "a", 1001);

        assertThat(best.of("main")).hasValue(90);
    }

    @Test
    void whereThereIsOneAddressItIsBelieved() {
        best.add("main", "a", 99);
        best.add("main", "a", 100);

        assertThat(best.of("main")).hasValue(100);
    }

    @Test
    void theOrderInWhichNodesAreSeenDoesNotMatter() {
        String[] keys = {"a", "b", "a", "c", "b", "a"};
        long[] heights = {5, 9, 12, 8, 3, 12};
        for (int shift = 0; shift < keys.length; shift++) {
            BestHeights shifted = new BestHeights();
            BestHeights backwards = new BestHeights();
            for (int i = 0; i < keys.length; i++) {
                int at = (i + shift) % keys.length;
                shifted.add("main", keys[at], heights[at]);
                backwards.add("main", keys[keys.length - 1 - at], heights[keys.length - 1 - at]);
            }
            assertThat(shifted.of("main")).hasValue(9);
            assertThat(backwards.of("main")).hasValue(9);
        }
    }

    @Test
    void networksAreApart() {
        best.add("main", "a", 100);
        best.add("sepolia", "a", 5);

        assertThat(best.of("sepolia")).hasValue(5);
        assertThat(best.of("other")).isEmpty();
        assertThat(best.lag("other", 3)).isEmpty();
    }

    @Test
    void lagIsNeverBelowZeroAndHeightsAreUnsigned() {
        best.add("main", "a", -1);
        best.add("main", "b", -11);

        assertThat(best.of("main")).isEqualTo(OptionalLong.of(-11));
        assertThat(best.lag("main", -21)).hasValue(10);
        assertThat(best.lag("main", -1)).hasValue(0);
        assertThat(best.lag("main", 1)).hasValue(-12);
    }
}
