package io.starkbeat.aggregator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DueIndexTest {
    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
    private final DueIndex index = new DueIndex();

    @Test
    void givesWhatIsDueInOrderAndOnce() {
        index.add("late", T.plusSeconds(5));
        index.add("soon", T.plusSeconds(1));
        index.add("far", T.plusSeconds(50));

        assertThat(index.takeDue(T)).isNull();
        assertThat(index.takeDue(T.plusSeconds(5))).isEqualTo("soon");
        assertThat(index.takeDue(T.plusSeconds(5))).isEqualTo("late");
        assertThat(index.takeDue(T.plusSeconds(5))).isNull();
        assertThat(index.size()).isEqualTo(1);
    }

    @Test
    void aKeyStandsInItOnceUntilItIsTaken() {
        index.add("a", T);
        index.add("a", T.plusSeconds(9));
        assertThat(index.size()).isEqualTo(1);

        assertThat(index.takeDue(T)).isEqualTo("a");
        index.add("a", T.plusSeconds(9));
        assertThat(index.takeDue(T.plusSeconds(8))).isNull();
    }
}
