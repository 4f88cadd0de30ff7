package io.starkbeat.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InFlightBudgetTest {
    private final InFlightBudget budget = new InFlightBudget(1000);
    private final AtomicInteger relieved = new AtomicInteger();

    InFlightBudgetTest() {
        budget.onRelief(relieved::incrementAndGet);
    }

    @Test
    void fullFromItsLimitToTheLowWaterMark() {
        budget.take(Charge.DATA, 999);
        assertThat(budget.isFull()).isFalse();
        budget.take(Charge.DATA, 1);
        assertThat(budget.isFull()).isTrue();
        budget.release(Charge.DATA, 249);
        assertThat(budget.isFull()).isTrue();
        assertThat(relieved).hasValue(0);
        budget.release(Charge.DATA, 1);
        assertThat(budget.isFull()).isFalse();
        assertThat(relieved).hasValue(1);
        budget.release(Charge.DATA, 750);
        assertThat(relieved).hasValue(1);
        assertThat(budget.used()).isZero();
    }

    @Test
    void controlRecordsAreCountedApart() {
        budget.take(Charge.CONTROL, 5000);
        assertThat(budget.isFull()).isFalse();
        assertThat(budget.used()).isZero();
        assertThat(budget.usedByControl()).isEqualTo(5000);
        budget.release(Charge.CONTROL, 5000);
        assertThat(budget.usedByControl()).isZero();
    }

    /// Whoever saw it full is told when it is not: takers and releasers at once, and in the end it is empty and not full.
    @Test
    void neverStaysFullWhenAllIsReleased() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            CountDownLatch start = new CountDownLatch(1);
            Thread[] threads = new Thread[3];
            for (int i = 0; i < threads.length; i++) {
                threads[i] = Thread.ofPlatform().start(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    for (int n = 0; n < 100; n++) {
                        budget.take(Charge.DATA, 600);
                        budget.release(Charge.DATA, 600);
                    }
                });
            }
            start.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(budget.used()).isZero();
            assertThat(budget.isFull()).isFalse();
        }
    }
}
