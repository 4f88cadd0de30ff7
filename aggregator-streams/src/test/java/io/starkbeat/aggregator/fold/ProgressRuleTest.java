package io.starkbeat.aggregator.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.aggregator.fold.ProgressRule.Measurement;
import io.starkbeat.schemas.progress.PipelineProgress;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressRuleTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");

    @Test
    void whatIsFoldedToTheEndHasReachedThePresent() {
        PipelineProgress next = next(null, null, new Measurement(3, NOW, 10, 10, null));

        assertThat(next).isEqualTo(new PipelineProgress(3, NOW, 0, "a", null));
    }

    @Test
    void aFoldThatLagsHasReachedTheNewestRecordThatItFolded() {
        PipelineProgress next = next(null, null, new Measurement(3, NOW, 10, 4, NOW.minusSeconds(20)));

        assertThat(next.time()).isEqualTo(NOW.minusSeconds(20));
        assertThat(next.lag()).isEqualTo(6);
    }

    @Test
    void whileNothingIsKnownNothingIsPublished() {
        assertThat(next(null, null, new Measurement(3, NOW, 10, 4, null))).isNull();
    }

    @Test
    void timeNeverGoesBack() {
        PipelineProgress before = new PipelineProgress(3, NOW.minusSeconds(2), 0, "b", null);

        assertThat(next(before, NOW.minusSeconds(2), new Measurement(3, NOW, 10, 4, NOW.minusSeconds(50))).time())
                .isEqualTo(before.time());
    }

    @Test
    void aPauseIsToldAndStaysTold() {
        PipelineProgress before = new PipelineProgress(3, NOW.minusSeconds(60), 0, "b", null);

        PipelineProgress resumed = next(before, NOW.minusSeconds(11), new Measurement(3, NOW, 10, 10, null));
        assertThat(resumed.resumedAt()).isEqualTo(NOW);

        PipelineProgress later = next(resumed, NOW, new Measurement(3, NOW.plusSeconds(2), 10, 10, null));
        assertThat(later.resumedAt()).isEqualTo(NOW);
        assertThat(later.time()).isEqualTo(NOW.plusSeconds(2));
    }

    @Test
    void theUsualIntervalIsNoPause() {
        PipelineProgress before = new PipelineProgress(3, NOW.minusSeconds(9), 0, "b", null);

        assertThat(next(before, NOW.minusSeconds(9), new Measurement(3, NOW, 10, 10, null)).resumedAt()).isNull();
    }

    private static PipelineProgress next(PipelineProgress before, Instant at, Measurement measured) {
        return ProgressRule.next(before, at, measured, "a");
    }
}
