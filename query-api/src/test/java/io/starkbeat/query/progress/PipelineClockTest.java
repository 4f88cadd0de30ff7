package io.starkbeat.query.progress;

import static io.starkbeat.query.TestNodes.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.schemas.progress.PipelineProgress;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PipelineClockTest {
    private final PipelineClock clock = new PipelineClock();

    @Test
    void thereIsNoTimeUntilEveryPartitionHasTold() {
        clock.expect(2);
        clock.advance(progress(0, NOON));
        assertThat(clock.now()).isNull();

        clock.advance(progress(1, NOON.plusSeconds(5)));
        assertThat(clock.now()).isEqualTo(new PipelineTime(NOON));
    }

    @Test
    void theSlowestPartitionMakesTheTime() {
        clock.expect(2);
        clock.advance(progress(0, NOON));
        clock.advance(progress(1, NOON.plusSeconds(5)));
        clock.advance(progress(0, NOON.plusSeconds(9)));

        assertThat(clock.now()).isEqualTo(new PipelineTime(NOON.plusSeconds(5)));
    }

    @Test
    void itNeverGoesBack() {
        clock.expect(1);
        clock.advance(progress(0, NOON));
        clock.advance(progress(0, NOON.minusSeconds(30)));

        assertThat(clock.now()).isEqualTo(new PipelineTime(NOON));
    }

    /// What it reads when it starts: of each partition the newest record.
    @Test
    void aClockThatStartsBelievesTheRecords() {
        clock.expect(3);
        clock.advance(pause(0, NOON.minusSeconds(900), NOON.minusSeconds(600)));
        clock.advance(pause(1, NOON.minusSeconds(650), NOON.minusSeconds(20)));
        clock.advance(pause(2, NOON.minusSeconds(8000), NOON.minusSeconds(7000)));

        assertThat(clock.now().pauses()).containsExactly(
                new PipelinePause(NOON.minusSeconds(8000), NOON.minusSeconds(7000)),
                new PipelinePause(NOON.minusSeconds(900), NOON.minusSeconds(20)));
    }

    @Test
    void aClockThatRanKnowsWhenItStopped() {
        clock.expect(2);
        clock.advance(progress(0, NOON));
        clock.advance(progress(1, NOON.minusSeconds(1)));
        clock.advance(pause(0, NOON.minusSeconds(500), NOON.plusSeconds(60)));
        clock.advance(pause(1, NOON.minusSeconds(500), NOON.plusSeconds(61)));
        clock.advance(pause(1, NOON.minusSeconds(500), NOON.minusSeconds(100)));

        assertThat(clock.now().pauses())
                .containsExactly(new PipelinePause(NOON.minusSeconds(1), NOON.plusSeconds(61)));
    }

    @Test
    void whatAnOlderAggregatorDoesNotTellOfAPauseCountsForTheNodes() {
        clock.expect(1);
        clock.advance(new PipelineProgress(0, NOON, 0, "a", NOON.minusSeconds(10), null));

        assertThat(clock.now().pauses())
                .containsExactly(new PipelinePause(Instant.MIN, NOON.minusSeconds(10)));
    }

    @Test
    void partitionsThatAreNotExpectedArePassedOver() {
        clock.expect(1);
        clock.advance(pause(1, NOON, NOON));
        clock.advance(pause(-1, NOON, NOON));

        assertThat(clock.now()).isNull();
        assertThat(clock.known()).isZero();
    }

    private static PipelineProgress progress(int partition, Instant time) {
        return new PipelineProgress(partition, time, 0, "a", null, null);
    }

    private static PipelineProgress pause(int partition, Instant from, Instant to) {
        return new PipelineProgress(partition, NOON, 0, "a", to, from);
    }
}
