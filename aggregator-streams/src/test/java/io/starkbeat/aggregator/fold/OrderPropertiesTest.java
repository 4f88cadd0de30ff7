package io.starkbeat.aggregator.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.session.SessionEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Only the order among one node's records matters.
class OrderPropertiesTest {

    @Property
    void anyInterleavingOfNodesGivesTheSameStatesAndRevisions(@ForAll("logs") TelemetryLogs.Log log,
            @ForAll long seed) {
        Tables inOrder = Tables.folded(log.records());
        List<LogRecord> interleaved = interleaved(log.records(), seed, record -> nodeOf(record, inOrder));

        assertThat(Tables.folded(interleaved).nodes).isEqualTo(inOrder.nodes);
    }

    /// The two topics are read side by side, and which is ahead differs from one reading to the next. Only how many
    /// revisions it took may differ.
    @Property
    void anyInterleavingOfTelemetryAndSightingsGivesTheSameStates(@ForAll("logs") TelemetryLogs.Log log,
            @ForAll long seed) {
        List<LogRecord> interleaved = interleaved(log.records(), seed, record -> record.getClass().getSimpleName());

        assertThat(withoutRevisions(Tables.folded(interleaved).nodes))
                .isEqualTo(withoutRevisions(Tables.folded(log.records()).nodes));
    }

    @Provide
    Arbitrary<TelemetryLogs.Log> logs() {
        return TelemetryLogs.logs(80);
    }

    private static String nodeOf(LogRecord record, Tables folded) {
        return switch (record) {
            case LogRecord.Telemetry(SessionEvent event) -> folded.session(event.sessionId()).nodeId();
            case LogRecord.Crawl(var sighting) -> sighting.peerId();
        };
    }

    private static List<LogRecord> interleaved(List<LogRecord> records, long seed,
            Function<LogRecord, String> strand) {
        Map<String, Deque<LogRecord>> strands = new LinkedHashMap<>();
        records.forEach(record -> strands.computeIfAbsent(strand.apply(record), _ -> new ArrayDeque<>()).add(record));
        List<Deque<LogRecord>> left = new ArrayList<>(strands.values());
        Random random = new Random(seed);
        List<LogRecord> interleaved = new ArrayList<>();
        while (!left.isEmpty()) {
            Deque<LogRecord> next = left.get(random.nextInt(left.size()));
            interleaved.add(next.removeFirst());
            if (next.isEmpty()) {
                left.remove(next);
            }
        }
        return interleaved;
    }

    private static Map<String, NodeState> withoutRevisions(Map<String, NodeState> nodes) {
        Map<String, NodeState> without = new LinkedHashMap<>();
        nodes.forEach((id, node) -> without.put(id,
                new NodeState(node.nodeId(), 1, node.fields(), node.fieldTimes(), node.country(), node.address(),
                        node.session(), node.claims(), node.contested(), node.verified(), node.sources(),
                        node.firstSeen(), node.lastReport(), node.p2p())));
        return without;
    }
}
