package io.starkbeat.crawler.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class RestsTest {
    /// Crawls of two networks share them.
    @Test
    void threadsDoNotDisturbEachOther() throws Exception {
        Rests rests = new Rests(Duration.ofNanos(1_000));
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Callable<Integer>> crawls = List.of(() -> dialALot(rests, 0), () -> dialALot(rests, 100));
            for (Future<Integer> crawl : threads.invokeAll(crawls)) {
                assertThat(crawl.get()).isEqualTo(200_000);
            }
        }
        rests.dialled(SimulatedNetwork.address(300), 1_000_000_000L);
        assertThat(rests.size()).isOne();
    }

    private static int dialALot(Rests rests, int first) {
        int dials = 0;
        while (dials < 200_000) {
            rests.dialled(SimulatedNetwork.address(first + dials % 100), 100L * dials);
            dials++;
        }
        return dials;
    }
}
