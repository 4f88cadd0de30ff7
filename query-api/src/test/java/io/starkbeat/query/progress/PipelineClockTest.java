package io.starkbeat.query.progress;

import static io.starkbeat.query.TestNodes.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.schemas.progress.PipelineProgress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PipelineClockTest {
    private final PipelineClock clock = new PipelineClock();

    @Test
    void thereIsNoTimeUntilEveryPartitionHasTold() {
        clock.expect(2);
        clock.advance(progress(0, NOON, null));
        assertThat(clock.now()).isNull();

        clock.advance(progress(1, NOON.plusSeconds(5), null));
        assertThat(clock.now()).isEqualTo(new PipelineTime(NOON, null));
    }

    @Test
    void theSlowestPartitionMakesTheTime() {
        clock.expect(2);
        clock.advance(progress(0, NOON, null));
        clock.advance(progress(1, NOON.plusSeconds(5), null));
        clock.advance(progress(0, NOON.plusSeconds(9), null));

        assertThat(clock.now()).isEqualTo(new PipelineTime(NOON.plusSeconds(5), null));
    }

    @Test
    void itNeverGoesBack() {
        clock.expect(1);
        clock.advance(progress(0, NOON, null));
        clock.advance(progress(0, NOON.minusSeconds(30), null));

        assertThat(clock.now()).isEqualTo(new PipelineTime(NOON, null));
    }

    @Test
    void theLatestResumeOfAnyPartitionCounts() {
        clock.expect(2);
        clock.advance(progress(0, NOON, NOON.minusSeconds(20)));
        clock.advance(progress(1, NOON, NOON.minusSeconds(10)));
        clock.advance(progress(0, NOON, NOON.minusSeconds(30)));

        assertThat(clock.now()).isEqualTo(new PipelineTime(NOON, NOON.minusSeconds(10)));
    }

    @Test
    void partitionsThatAreNotExpectedArePassedOver() {
        clock.expect(1);
        clock.advance(progress(1, NOON, NOON));
        clock.advance(progress(-1, NOON, NOON));

        assertThat(clock.now()).isNull();
        assertThat(clock.known()).isZero();
    }

    private static PipelineProgress progress(int partition, Instant time, @Nullable Instant resumedAt) {
        return new PipelineProgress(partition, time, 0, "a", resumedAt);
    }
}
