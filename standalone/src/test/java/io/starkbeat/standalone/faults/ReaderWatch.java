package io.starkbeat.standalone.faults;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// A reader of `GET /api/nodes` who notices how long he sees nothing new: for each probe the time between two heights
/// that he sees, of which the longest since [#begin()] is the standstill.
final class ReaderWatch implements AutoCloseable {
    private static final long EVERY_MS = 100;
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(1);

    private final Http http = new Http();
    private final int port;
    private final List<String> probeIds;
    private final long[] heights;
    private final long[] seenAt;
    private final boolean[] moved;
    private long longest;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

    ReaderWatch(int queryPort, List<String> probeIds) {
        this.port = queryPort;
        this.probeIds = probeIds;
        this.heights = new long[probeIds.size()];
        this.seenAt = new long[probeIds.size()];
        this.moved = new boolean[probeIds.size()];
        begin();
        thread.scheduleAtFixedRate(this::look, 0, EVERY_MS, TimeUnit.MILLISECONDS);
    }

    /// What was before does not count.
    synchronized void begin() {
        longest = 0;
        Arrays.fill(seenAt, System.nanoTime());
    }

    private void look() {
        http.get(port, "/api/nodes", ANSWER_WITHIN)
                .ifPresent(body -> new JsonArray(body).forEach(node -> see((JsonObject) node)));
    }

    private synchronized void see(JsonObject node) {
        var probe = probeIds.indexOf(node.getString("nodeId"));
        var height = node.getLong("blockHeight", 0L);
        if (probe >= 0 && height > heights[probe]) {
            heights[probe] = height;
            var now = System.nanoTime();
            longest = Math.max(longest, now - seenAt[probe]);
            seenAt[probe] = now;
            moved[probe] = true;
        }
    }

    /// Waits until every probe has moved from now on.
    void awaitMoving(Duration within) {
        synchronized (this) {
            Arrays.fill(moved, false);
        }
        await("readers see news").atMost(within).pollInterval(Duration.ofMillis(50)).until(this::allMoved);
    }

    private synchronized boolean allMoved() {
        for (var each : moved) {
            if (!each) {
                return false;
            }
        }
        return true;
    }

    /// The longest time without news of some node, one that lasts included.
    synchronized Duration standstill() {
        var now = System.nanoTime();
        return Duration.ofNanos(Math.max(longest, Arrays.stream(seenAt).map(at -> now - at).max().orElse(0)));
    }

    @Override
    public void close() {
        thread.shutdownNow();
        http.close();
    }
}
