package io.starkbeat.aggregator.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldGroup;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.SessionAlive;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.schemas.session.SessionOpened;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// The log is kept for days, sessions last for months: what is left of it rebuilds every node that is there, since every
/// session says hourly all that it has told.
class RebuildPropertiesTest {
    private static final int LONGEST_SILENCE = 30;
    private static final Duration EVERYTHING_IS_SAID = Duration.ofHours(1);

    @Property(tries = 20)
    void aLogCutAnywhereRebuildsEveryLiveNode(@ForAll long seed, @ForAll @IntRange(min = 0, max = 3600) int cutSecond) {
        List<SessionEvent> log = threeHoursOf(4, new Random(seed));
        Instant cut = Events.START.plus(EVERYTHING_IS_SAID).plusSeconds(cutSecond);

        Map<String, NodeState> whole = folded(log);
        Map<String, NodeState> rebuilt = folded(
                log.stream().filter(event -> !event.receivedAt().isBefore(cut)).toList());

        assertThat(rebuilt.keySet()).isEqualTo(whole.keySet());
        rebuilt.forEach((id, node) -> {
            NodeState original = whole.get(id);
            assertThat(node.fields()).isEqualTo(original.fields());
            assertThat(node.address()).isEqualTo(original.address());
            assertThat(node.firstSeen()).isEqualTo(original.firstSeen());
            assertThat(node.claims()).isEqualTo(original.claims());
            assertThat(node.contested()).isEqualTo(original.contested());
            assertThat(node.session().vouchedAt()).isEqualTo(original.session().vouchedAt());
        });
    }

    private static Map<String, NodeState> folded(List<SessionEvent> log) {
        Tables tables = new Tables();
        log.forEach(tables::fold);
        return tables.nodes;
    }

    /// Sessions that report what they like when they like; their gateway vouches when they are silent, and hourly repeats
    /// everything.
    private static List<SessionEvent> threeHoursOf(int sessions, Random random) {
        List<SessionEvent> log = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            String peer = i < TelemetryLogs.PEERS.size() ? TelemetryLogs.PEERS.get(i) : null;
            String id = "s" + i;
            Instant opened = Events.START.plusSeconds(random.nextInt(60));
            Fields known = peer == null ? Events.block(i) : Events.identity(peer);
            long seq = 0;
            log.add(new SessionOpened(id, seq++, opened, "g", "192.0.2." + i, "a" + i, null, null, null, Fields.EMPTY,
                    null));
            log.add(new NodeReport(id, seq++, opened, "g", null, "spec-flat", known, null));
            Instant saidAll = opened;
            Instant end = Events.START.plus(EVERYTHING_IS_SAID.multipliedBy(3));
            for (Instant now = opened; now.isBefore(end); now = now.plusSeconds(1 + random.nextInt(LONGEST_SILENCE))) {
                if (!now.isBefore(saidAll.plus(EVERYTHING_IS_SAID).minusSeconds(LONGEST_SILENCE))) {
                    saidAll = now;
                    log.add(alive(id, seq++, now, i, opened, known));
                } else if (random.nextInt(4) == 0) {
                    Fields fields = random.nextBoolean()
                            ? Events.cpu(random.nextInt(100))
                            : Fields.of(Field.PEER_COUNT, new FieldValue.Whole(random.nextInt(100)));
                    known = known.overlaidBy(fields);
                    log.add(new NodeReport(id, seq++, now, "g", null, "spec-flat", fields, null));
                } else {
                    log.add(alive(id, seq++, now, i, opened, known.only(FieldGroup.IDENTITY)));
                }
            }
        }
        Map<Instant, List<SessionEvent>> byTime = new TreeMap<>();
        log.forEach(event -> byTime.computeIfAbsent(event.receivedAt(), _ -> new ArrayList<>()).add(event));
        return byTime.values().stream().flatMap(List::stream).toList();
    }

    private static SessionEvent alive(String id, long seq, Instant now, int i, Instant opened, Fields fields) {
        return new SessionAlive(id, seq, now, "g", "192.0.2." + i, "a" + i, null, null, null, opened, fields, null);
    }
}
