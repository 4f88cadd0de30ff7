package io.starkbeat.aggregator.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.schemas.node.NodeSource;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.peer.PeerSighting;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a node's state says of the crawl.
class SightingFoldTest {
    private static final String HERE = "/ip4/192.0.2.1/tcp/7777";
    private static final String ELSEWHERE = "/ip4/203.0.113.9/tcp/7777";

    private final Tables tables = new Tables();
    private final Events session = new Events("s1");

    @Test
    void aPeerThatNobodyMetIsNoNode() {
        tables.fold(hearsay(1)).fold(hearsay(2));

        assertThat(tables.nodes).isEmpty();
    }

    @Test
    void hearsayOfANodeThatReportsChangesNothing() {
        tables.fold(session.opened()).fold(session.report(1, Events.identity(Events.PEER)));
        NodeState before = node();

        tables.fold(hearsay(2));

        assertThat(node()).isEqualTo(before);
        assertThat(node().sources()).containsExactly(NodeSource.TELEMETRY);
    }

    @Test
    void aPeerThatWasMetIsANodeThatStaysWhatItWasWhenItIsAway() {
        tables.fold(reached(10, HERE)).fold(away(20, 10)).fold(hearsay(30));

        PeerSighting p2p = node().p2p();
        assertThat(p2p.seenAt()).isEqualTo(session.at(20));
        assertThat(p2p.reachable()).isFalse();
        assertThat(p2p.lastReached()).isEqualTo(session.at(10));
        assertThat(p2p.agentVersion()).isEqualTo("juno/0.15.0");
        assertThat(p2p.blockHeight()).isEqualTo(77);
        assertThat(p2p.provenAddress()).isEqualTo(HERE);
        assertThat(node().verified()).isTrue();
        assertThat(node().sources()).containsExactly(NodeSource.CRAWLER);
        assertThat(node().firstSeen()).isEqualTo(session.at(10));
        assertThat(node().lastWord()).as("that others name it is no word of its own").isEqualTo(session.at(10));
    }

    /// The log may no longer hold the sighting that reached it, since the topic is compacted.
    @Test
    void aCrawlersMemoryCountsAsProof() {
        tables.fold(new PeerSighting(Events.PEER, session.at(20), false, List.of(), "SN_MAIN", "juno/0.15.0", null,
                List.of(), "Juno", "0.15.0", null, null, HERE, session.at(-500), session.at(10), null, 1, 2));

        assertThat(node().verified()).isTrue();
        assertThat(node().p2p().lastReached()).isEqualTo(session.at(10));
        assertThat(node().firstSeen()).isEqualTo(session.at(-500));
    }

    /// It would be forgotten in the same second, and be back with the next round.
    @Test
    void whoWasMetLongerAgoThanNodesAreKeptDoesNotComeBack() {
        int kept = (int) Tables.FORGET_AFTER.toSeconds();
        tables.fold(away(10 + kept + 1, 10));
        assertThat(tables.nodes).isEmpty();

        tables.fold(session.opened()).fold(session.report(1, Events.identity(Events.PEER)));
        tables.fold(away(10 + kept + 2, 10));
        assertThat(node().p2p()).as("whether or not it reports").isNull();

        tables.fold(away(10 + kept, 10)).fold(away(10 + kept + 1, 10));
        assertThat(node().p2p().seenAt()).as("who is known goes on").isEqualTo(session.at(10 + kept + 1));
    }

    @Test
    void whoReportsFromWhereThePeerIdWasProvedIsVerified() {
        tables.fold(session.opened()).fold(session.report(1, Events.identity(Events.PEER)));
        assertThat(node().verified()).as("nobody has proved it").isFalse();

        tables.fold(reached(10, HERE));

        assertThat(node().verified()).isTrue();
        assertThat(node().sources()).containsExactly(NodeSource.TELEMETRY, NodeSource.CRAWLER);
    }

    @Test
    void whoReportsFromElsewhereIsNotWhicheverIsHeardOfFirst() {
        tables.fold(session.opened()).fold(session.report(1, Events.identity(Events.PEER)));
        tables.fold(reached(10, ELSEWHERE));
        assertThat(node().verified()).isFalse();

        Tables otherWayRound = new Tables();
        Events again = new Events("s1");
        otherWayRound.fold(reached(10, ELSEWHERE));
        assertThat(otherWayRound.nodes.get(Events.PEER).verified()).isTrue();
        otherWayRound.fold(again.opened()).fold(again.report(1, Events.identity(Events.PEER)));
        assertThat(otherWayRound.nodes.get(Events.PEER).verified()).isFalse();
    }

    @Test
    void aProofThatIsToldLateDoesNotUndoANewerOne() {
        tables.fold(reached(30, HERE)).fold(reached(10, ELSEWHERE));

        assertThat(node().p2p().provenAddress()).isEqualTo(HERE);
        assertThat(node().p2p().seenAt()).isEqualTo(session.at(30));
        assertThat(node().firstSeen()).isEqualTo(session.at(10));
    }

    private NodeState node() {
        return tables.nodes.get(Events.PEER);
    }

    private PeerSighting hearsay(int second) {
        return sighting(session.at(second), false, null, null);
    }

    private PeerSighting away(int second, int lastReached) {
        return new PeerSighting(Events.PEER, session.at(second), false, List.of(), null, null, null, List.of(), null,
                null, null, null, null, session.at(lastReached), session.at(lastReached), null, 1, 2);
    }

    private PeerSighting reached(int second, String address) {
        return sighting(session.at(second), true, "juno/0.15.0", address);
    }

    private static PeerSighting sighting(Instant at, boolean reachable, @Nullable String agent,
            @Nullable String proven) {
        return new PeerSighting(Events.PEER, at, reachable, List.of(HERE), agent == null ? null : "SN_MAIN", agent,
                null,
                List.of(), agent == null ? null : "Juno", agent == null ? null : "0.15.0", reachable ? 77L : null, null,
                proven, at, reachable ? at : null, null, null, null);
    }
}
