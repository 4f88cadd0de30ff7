package io.starkbeat.aggregator.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.schemas.node.Claim;
import io.starkbeat.schemas.node.CurrentSession;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.session.SessionClosed;
import io.starkbeat.schemas.session.SessionEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// Who is the node, checked against a plain account of all sessions, however many, that is kept beside the fold.
class IncumbentPropertiesTest {

    /// A session as the account has it.
    private static final class Known {
        private final SessionState first;
        private Instant vouchedAt;
        private boolean ended;

        private Known(SessionState first) {
            this.first = first;
            this.vouchedAt = first.vouchedAt();
        }
    }

    @Property(tries = 1000)
    void theNodeIsItsAddresssLatestLiveSessionUntilThatAddressIsGone(@ForAll("logs") TelemetryLogs.Log log) {
        Tables tables = new Tables();
        Map<String, Map<String, Known>> account = new HashMap<>();
        for (SessionEvent event : log.telemetry()) {
            Map<String, NodeState> before = Map.copyOf(tables.nodes);
            tables.fold(event);
            SessionState session = tables.session(event.sessionId());
            NodeState node = tables.node(session.nodeId());
            if (node != null) {
                Map<String, Known> sessions = account.computeIfAbsent(node.nodeId(), _ -> new HashMap<>());
                Known known = sessions.computeIfAbsent(event.sessionId(), _ -> new Known(session));
                known.vouchedAt = session.vouchedAt();
                known.ended = known.ended || event instanceof SessionClosed;
                check(before.get(node.nodeId()), node, session, sessions);
            }
        }
    }

    private static void check(NodeState before, NodeState node, SessionState heard, Map<String, Known> sessions) {
        Instant newest = sessions.values().stream().map(known -> known.vouchedAt).max(Instant::compareTo).orElseThrow();
        List<Known> live = new ArrayList<>(sessions.values());
        live.removeIf(known -> known.ended || known.vouchedAt.plus(Tables.OFFLINE_AFTER).isBefore(newest));
        CurrentSession current = node.session();
        assertThat(node.claims()).hasSizeLessThanOrEqualTo(Claims.MAX).extracting(Claim::session)
                .doesNotHaveDuplicates().contains(current.id());
        if (live.isEmpty()) {
            assertThat(node.contested()).as("nobody is there to contest it").isFalse();
            assertThat(before == null || before.session() == null || before.session().id().equals(current.id()))
                    .as("nobody follows who is not live").isTrue();
            return;
        }
        assertThat(live).extracting(known -> known.first.sessionId()).as("the node is live").contains(current.id());
        assertThat(node.contested()).as("live sessions of other addresses, and only those, contest it").isEqualTo(
                live.stream().anyMatch(known -> !known.first.addressKey().equals(current.addressKey())));
        assertThat(live).as("a reconnect takes over at once")
                .filteredOn(known -> known.first.addressKey().equals(current.addressKey()))
                .allMatch(known -> !known.first.connectedAt().isAfter(current.connectedAt()));
        if (before != null && before.session() != null) {
            String holder = before.session().addressKey();
            boolean holderIsLive = live.stream().anyMatch(known -> known.first.addressKey().equals(holder));
            if (holderIsLive) {
                assertThat(current.addressKey()).as("nobody displaces a live address").isEqualTo(holder);
            }
            if (!heard.sessionId().equals(current.id()) && before.session().id().equals(current.id())) {
                assertThat(node.fields()).as("only the incumbent's words count").isEqualTo(before.fields());
            }
        }
    }

    /// An incumbent, one that waits by right, then a crowd from one address or from many: bounded, and neither is lost.
    @Property
    void aCrowdOfImpostorsEvictsNeitherTheNodeNorWhoWouldFollow(@ForAll("addresses") List<String> crowd,
            @ForAll @IntRange(min = 0, max = 40) int crowdsReports) {
        Tables tables = new Tables();
        Events node = new Events("node", "home", Events.START);
        Events waiting = new Events("waiting", "second", Events.START.plusSeconds(1));
        tables.fold(node.opened()).fold(node.report(0, Events.identity(Events.PEER)))
                .fold(waiting.opened()).fold(waiting.report(0, Events.identity(Events.PEER)));
        List<Events> impostors = new ArrayList<>();
        for (String address : crowd) {
            Events impostor = new Events("impostor-" + impostors.size(), address, Events.START.plusSeconds(2));
            impostors.add(impostor);
            tables.fold(impostor.opened()).fold(impostor.report(0, Events.identity(Events.PEER)));
        }
        for (int i = 0; i < crowdsReports; i++) {
            tables.fold(impostors.get(i % impostors.size()).report(i, Events.block(666)));
        }

        Events waitsOn = new Events("waits on", "second", Events.START.plusSeconds(45));
        tables.fold(waitsOn.opened()).fold(waitsOn.report(0, Events.identity(Events.PEER)));
        for (int i = 0; i < crowdsReports; i++) {
            tables.fold(impostors.get(i % impostors.size()).report(45, Events.block(666)));
        }

        NodeState state = Objects.requireNonNull(tables.node(Events.PEER));
        assertThat(state.claims()).hasSizeLessThanOrEqualTo(Claims.MAX);
        assertThat(state.session().id()).isEqualTo("node");
        assertThat(state.contested()).isTrue();

        assertThat(state.claims()).as("who would follow").extracting(Claim::session).contains("waits on");

        Events again = new Events("node again", "home", Events.START.plusSeconds(46));
        tables.fold(again.opened()).fold(again.report(0, Events.identity(Events.PEER)))
                .fold(impostors.getFirst().report(46, Events.block(666)));
        state = tables.node(Events.PEER);
        assertThat(state.session().id()).isEqualTo("node again");
        assertThat(state.claims()).hasSizeLessThanOrEqualTo(Claims.MAX).extracting(Claim::session)
                .contains("node again");

        tables.fold(node.closed(47)).fold(again.closed(1));
        assertThat(tables.node(Events.PEER).session().addressKey()).isEqualTo("second");
    }

    @Provide
    Arbitrary<TelemetryLogs.Log> logs() {
        return TelemetryLogs.logs(80);
    }

    @Provide
    Arbitrary<List<String>> addresses() {
        return Arbitraries.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r")
                .list().ofMinSize(15).ofMaxSize(60);
    }
}
