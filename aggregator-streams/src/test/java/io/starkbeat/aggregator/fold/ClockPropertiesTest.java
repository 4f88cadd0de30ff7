package io.starkbeat.aggregator.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.schemas.node.CurrentSession;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.SessionEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// A node's clock decides nothing: which session is current, what its fields are, when it was last heard of. (A status is
/// made of these and of pipeline time.)
class ClockPropertiesTest {
    private static final List<Instant> CLOCKS = List.of(Instant.parse("0000-01-01T00:00:00Z"), Instant.EPOCH,
            Events.START.minus(Duration.ofDays(800)), Events.START.plus(Duration.ofHours(3)),
            Instant.parse("2100-01-01T00:00:00Z"), Instant.parse("9999-12-31T23:59:59.999Z"));

    @Property
    void whateverNodesTakeTheTimeToBeThePictureIsTheSame(@ForAll("logs") TelemetryLogs.Log log, @ForAll long seed) {
        List<LogRecord> told = new ArrayList<>();
        List<LogRecord> untold = new ArrayList<>();
        Random clocks = new Random(seed);
        for (LogRecord record : log.records()) {
            told.add(withClock(record, CLOCKS.get(clocks.nextInt(CLOCKS.size()))));
            untold.add(withClock(record, null));
        }

        assertThat(withoutClocks(Tables.folded(told))).isEqualTo(withoutClocks(Tables.folded(untold)));
    }

    @Provide
    Arbitrary<TelemetryLogs.Log> logs() {
        return TelemetryLogs.logs(80);
    }

    private static LogRecord withClock(LogRecord record, Instant clock) {
        return record instanceof LogRecord.Telemetry(SessionEvent event) && event instanceof NodeReport report
                ? new LogRecord.Telemetry(new NodeReport(report.sessionId(), report.seq(), report.receivedAt(),
                        report.gateway(), clock, report.dialect(), report.fields(), report.extensions()))
                : record;
    }

    /// Nor the revision: a report that tells nothing but another time is news of a clock.
    private static Map<String, NodeState> withoutClocks(Tables tables) {
        Map<String, NodeState> without = new TreeMap<>();
        tables.nodes.forEach((id, node) -> without.put(id,
                new NodeState(node.nodeId(), 1, node.fields(), node.fieldTimes(), node.country(), node.address(),
                        withoutClock(node.session()), node.claims(), node.contested(), node.verified(),
                        node.sources(), node.firstSeen(), node.lastReport(), node.p2p())));
        return without;
    }

    private static CurrentSession withoutClock(CurrentSession session) {
        return session == null
                ? null
                : new CurrentSession(session.id(), session.gateway(), session.addressKey(), session.connectedAt(),
                        session.lastReport(), null, session.vouchedAt(), session.ended());
    }
}
