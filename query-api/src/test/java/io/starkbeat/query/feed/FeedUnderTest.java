package io.starkbeat.query.feed;

import static io.starkbeat.query.TestNodes.NOON;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.starkbeat.query.TestNodes;
import io.starkbeat.query.catalog.FreshStandings;
import io.starkbeat.query.catalog.NodeIndex;
import io.starkbeat.query.catalog.PresentNode;
import io.starkbeat.query.catalog.Standings;
import io.starkbeat.query.liveness.LivenessRules;
import io.starkbeat.query.metrics.FeedMetrics;
import io.starkbeat.query.progress.PipelineClock;
import io.starkbeat.query.question.NodeFilter;
import io.starkbeat.schemas.progress.PipelineProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/// A feed over an index that a test fills, whose windows end when the test says so.
final class FeedUnderTest implements AutoCloseable {
    private final PipelineClock clock = new PipelineClock();
    private final NodeIndex index = new NodeIndex(clock,
            new LivenessRules(Duration.ofMinutes(2), Duration.ofSeconds(90),
                    Duration.ofMinutes(30)));
    final MeterRegistry meters = new SimpleMeterRegistry();
    final NodeFeed feed;
    final FeedLane lane;
    private final AtomicLong nanos = new AtomicLong();

    FeedUnderTest(int log, int mostSubscribers) {
        feed = new NodeFeed(() -> FreshStandings.of(index), () -> true, log, mostSubscribers, new FeedMetrics(meters),
                nanos::get);
        lane = feed.lane(Runnable::run);
        clock.expect(1);
        now(NOON);
    }

    void now(Instant time) {
        clock.advance(new PipelineProgress(0, time, 0, "aggregator", null, null));
    }

    /// Lets real time pass.
    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    void put(TestNodes node) {
        index.changed(node.state());
    }

    void forget(String nodeId) {
        index.gone(nodeId);
    }

    /// Ends a window, with all that was put before it.
    void window() {
        feed.look();
    }

    ModelReader reader(Map<String, List<String>> filter, int room) {
        ModelReader reader = new ModelReader(lane, NodeFilter.of(filter), room);
        reader.connect();
        return reader;
    }

    /// What somebody who asks now is told, but for when nodes were last seen.
    Map<String, JsonNode> asked(Map<String, List<String>> filter) {
        Standings standings = FreshStandings.of(index);
        NodeFilter passing = NodeFilter.of(filter);
        Map<String, JsonNode> asked = new TreeMap<>();
        for (int place = 0; place < standings.size(); place++) {
            PresentNode node = standings.node(place);
            if (passing.test(node)) {
                asked.put(node.nodeId(), ModelReader.withoutLastSeen(ModelReader.read(node.item())));
            }
        }
        return asked;
    }

    @Override
    public void close() {
        feed.close();
    }
}
