package io.starkbeat.aggregator.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.aggregator.fold.ProgressRule.Measurement;
import io.starkbeat.schemas.progress.PipelineProgress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressRuleTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");

    @Test
    void whatIsFoldedToTheEndHasReachedThePresent() {
        PipelineProgress next = next(null, null, new Measurement(3, NOW, 10, 10, null));

        assertThat(next).isEqualTo(new PipelineProgress(3, NOW, 0, "a", null, null));
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
        PipelineProgress before = new PipelineProgress(3, NOW.minusSeconds(2), 0, "b", null, null);

        assertThat(next(before, NOW.minusSeconds(2), new Measurement(3, NOW, 10, 4, NOW.minusSeconds(50))).time())
                .isEqualTo(before.time());
    }

    @Test
    void aPauseIsToldAndStaysTold() {
        PipelineProgress before = new PipelineProgress(3, NOW.minusSeconds(60), 0, "b", null, null);

        PipelineProgress resumed = next(before, NOW.minusSeconds(11), new Measurement(3, NOW, 10, 10, null));
        assertThat(resumed.resumedAt()).isEqualTo(NOW);
        assertThat(resumed.pausedAt()).isEqualTo(before.time());

        PipelineProgress later = next(resumed, NOW, new Measurement(3, NOW.plusSeconds(2), 10, 10, null));
        assertThat(later.resumedAt()).isEqualTo(NOW);
        assertThat(later.time()).isEqualTo(NOW.plusSeconds(2));
    }

    @Test
    void aPauseBeforeAgesHaveSettledGoesOnWithTheOneBefore() {
        PipelineProgress settling = new PipelineProgress(3, NOW, 0, "b", NOW.minusSeconds(120), NOW.minusSeconds(900));
        PipelineProgress settled = new PipelineProgress(3, NOW, 0, "b", NOW.minusSeconds(121), NOW.minusSeconds(900));
        Instant resumed = NOW.plusSeconds(60);

        assertThat(next(settling, NOW, new Measurement(3, resumed, 10, 10, null)).pausedAt())
                .isEqualTo(settling.pausedAt());
        assertThat(next(settled, NOW, new Measurement(3, resumed, 10, 10, null)).pausedAt()).isEqualTo(NOW);
    }

    @Test
    void theUsualIntervalIsNoPause() {
        PipelineProgress before = new PipelineProgress(3, NOW.minusSeconds(9), 0, "b", null, null);

        assertThat(next(before, NOW.minusSeconds(9), new Measurement(3, NOW, 10, 10, null)).resumedAt()).isNull();
    }

    private static PipelineProgress next(PipelineProgress before, Instant at, Measurement measured) {
        return new ProgressRule(Duration.ofMinutes(2)).next(before, at, measured, "a");
    }
}
