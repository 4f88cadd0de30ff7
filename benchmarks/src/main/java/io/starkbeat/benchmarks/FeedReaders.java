package io.starkbeat.benchmarks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

/// Many readers of the live feed, spread over lanes of an event loop each.
final class FeedReaders {
    private final List<FeedReaderLane> lanes;

    private FeedReaders(List<FeedReaderLane> lanes) {
        this.lanes = lanes;
    }

    /// Subscribes so many readers, each by a connection of its own.
    ///
    /// @param mark is told of each mark that a reader reads, on its lane's event loop
    /// @throws BenchException when that does not succeed in time
    static FeedReaders subscribe(Vertx vertx, URI feed, int readers, int lanes, LongConsumer mark, Duration within)
            throws InterruptedException {
        List<FeedReaderLane> all = new ArrayList<>();
        for (int lane = 0; lane < Math.min(lanes, readers); lane++) {
            all.add(new FeedReaderLane(feed, (readers - lane + lanes - 1) / lanes, mark));
        }
        try {
            Future.all(all.stream().<Future<?>>map(vertx::deployVerticle).toList())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new BenchException("cannot subscribe to " + feed + " (" + e.getCause()
                    + "): is Starkbeat up, is this its API's address (--feed), and does its MAX_SUBSCRIBERS allow "
                    + readers + " readers?", e);
        } catch (TimeoutException e) {
            throw new BenchException("not all of " + readers + " readers were connected after " + within.toSeconds()
                    + " s", e);
        }
        return new FeedReaders(all);
    }

    long bytes() {
        return lanes.stream().mapToLong(FeedReaderLane::bytes).sum();
    }

    /// How many were cut off.
    long lost() {
        return lanes.stream().mapToLong(FeedReaderLane::lost).sum();
    }
}
