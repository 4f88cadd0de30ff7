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
import org.HdrHistogram.Histogram;

/// Many sessions, spread over lanes of an event loop each: one client alone stalls before a gateway does.
final class Load {
    private final List<LoadLane> lanes;

    private Load(List<LoadLane> lanes) {
        this.lanes = lanes;
    }

    /// What was sent in the time measured.
    ///
    /// @param lateness of messages behind their due time, in microseconds
    /// @param notSent due, but the session was gone or the gateway did not keep up with it
    /// @param refused answered by an error
    record Result(long sent, Histogram lateness, long sessionsLost, long notSent, long refused) {}

    /// Opens all sessions, each telling who it is.
    ///
    /// @throws BenchException when that does not succeed in time
    static Load connect(Vertx vertx, URI gateway, int sessions, int lanes, Duration within)
            throws InterruptedException {
        var all = new ArrayList<LoadLane>();
        for (var lane = 0; lane < Math.min(lanes, sessions); lane++) {
            // Sessions are dealt out in turn.
            all.add(new LoadLane(gateway, lane, (sessions - lane + lanes - 1) / lanes));
        }
        try {
            Future.all(all.stream().<Future<?>>map(vertx::deployVerticle).toList())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw new BenchException("cannot report to " + gateway + " (" + failed.getCause()
                    + "): is Starkbeat up, and is this its gateway's address (--gateway), and "
                    + "does its MAX_SESSIONS_PER_ADDRESS allow so many sessions?", failed);
        } catch (TimeoutException late) {
            throw new BenchException(
                    "not all of " + sessions + " sessions were open after " + within.toSeconds() + " s", late);
        }
        return new Load(List.copyOf(all));
    }

    /// Has all lanes send, evenly, on their own from here on.
    ///
    /// @param rate messages per second, all lanes together
    /// @param start as [System#nanoTime()], as are the others
    void start(int rate, long start, long measureFrom, long end, LoadMessages messages) {
        for (var lane : lanes) {
            var share = (double) rate * lane.size() / size();
            // A lane sends between the messages of the others.
            lane.send(share, start + Math.round(lane.number() * 1e9 / rate), measureFrom, end, messages);
        }
    }

    /// Sends a message outside of the steady stream.
    ///
    /// @param session any number; the session is the one at this number, modulo their count
    /// @param height the block number that the node reports from now on
    void probe(int session, long height) {
        lanes.get(session % lanes.size()).probe(session / lanes.size(), height);
    }

    Result result() {
        var lateness = new Histogram(3);
        lanes.forEach(lane -> lateness.add(lane.lateness()));
        return new Result(lanes.stream().mapToLong(LoadLane::sent).sum(), lateness,
                lanes.stream().mapToLong(LoadLane::sessionsLost).sum(),
                lanes.stream().mapToLong(LoadLane::notSent).sum(),
                lanes.stream().mapToLong(LoadLane::refused).sum());
    }

    private int size() {
        return lanes.stream().mapToInt(LoadLane::size).sum();
    }
}
