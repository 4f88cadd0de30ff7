package io.starkbeat.aggregator.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.node.Claim;
import io.starkbeat.schemas.node.NodeSource;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.peer.PeerSighting;
import java.util.List;
import org.junit.jupiter.api.Test;

class PictureFoldTest {
    private final Tables tables = new Tables();
    private final Events first = new Events("s1");

    @Test
    void anOpeningAloneIsNoNode() {
        tables.fold(first.opened());

        assertThat(tables.nodes).isEmpty();
    }

    @Test
    void aSessionWithoutAPeerIdIsANodeOfItsOwn() {
        tables.fold(first.opened()).fold(first.report(1, Events.block(1)));

        assertThat(tables.nodes).containsOnlyKeys("session:s1");
    }

    @Test
    void twoSessionsOfOnePeerIdAreOneNodeAndTheLatestIsCurrent() {
        Events second = new Events("s2", "address-1", first.at(10));
        tables.fold(first.opened()).fold(first.report(1, Events.identity(Events.PEER)))
                .fold(first.report(2, Events.block(5))).fold(first.report(3, Events.cpu(50)))
                .fold(second.opened()).fold(second.report(1, Events.identity(Events.PEER)))
                .fold(second.report(2, Events.block(6)));

        NodeState node = node();
        assertThat(tables.nodes).hasSize(1);
        assertThat(node.session().id()).isEqualTo("s2");
        assertThat(node.claims()).extracting(Claim::session).containsExactly("s1", "s2");
        assertThat(node.fields().whole(Field.CURRENT_BLOCK_NUMBER_L2)).hasValue(6);
        assertThat(node.fields()).as("what the new session has not reported stays").satisfies(
                fields -> assertThat(fields.get(Field.CPU_USAGE)).hasToString("50"));

        tables.fold(first.report(14, Events.block(99)));
        assertThat(node().fields().whole(Field.CURRENT_BLOCK_NUMBER_L2)).as("only the current one's reports count")
                .hasValue(6);
    }

    @Test
    void anotherAddressIsShownAsContestingUntilTheNodeIsGoneAndThenTakesOverWithAllThatItHasTold() {
        Events impostor = new Events("s2", "address-2", first.at(10));
        tables.fold(first.opened()).fold(first.report(1, Events.identity(Events.PEER)))
                .fold(impostor.opened()).fold(impostor.report(1, Events.identity(Events.PEER)))
                .fold(impostor.report(2, Events.block(666)));

        assertThat(node().session().id()).isEqualTo("s1");
        assertThat(node().contested()).isTrue();
        assertThat(node().fields().has(Field.CURRENT_BLOCK_NUMBER_L2)).isFalse();

        tables.fold(first.closed(13));
        assertThat(node().session().id()).isEqualTo("s2");
        assertThat(node().contested()).isFalse();
        assertThat(node().fields().whole(Field.CURRENT_BLOCK_NUMBER_L2)).hasValue(666);
    }

    @Test
    void anImpostorTakesOverWhenNobodyVouchesForTheNodeAnyMore() {
        Events impostor = new Events("s2", "address-2", first.at(10));
        tables.fold(first.opened()).fold(first.report(1, Events.identity(Events.PEER)))
                .fold(impostor.opened()).fold(impostor.report(1, Events.identity(Events.PEER)))
                .fold(impostor.report(81, Events.cpu(1)));
        assertThat(node().session().id()).isEqualTo("s1");

        tables.fold(impostor.report(82, Events.cpu(1)));
        assertThat(node().session().id()).isEqualTo("s2");
    }

    /// The lost socket of a node that has reconnected still counts as live for a while. When it is closed at last, who came
    /// after it and before the reconnect has no right to the node.
    @Test
    void aReconnectInheritsTheRightOfTheSocketThatItReplaces() {
        Events impostor = new Events("s2", "address-2", first.at(10));
        Events reconnect = new Events("s3", "address-1", first.at(20));
        tables.fold(first.opened()).fold(first.report(1, Events.identity(Events.PEER)))
                .fold(impostor.opened()).fold(impostor.report(1, Events.identity(Events.PEER)))
                .fold(reconnect.opened()).fold(reconnect.report(1, Events.identity(Events.PEER)))
                .fold(first.closed(60));

        assertThat(node().session().id()).isEqualTo("s3");
        assertThat(node().contested()).isTrue();
    }

    @Test
    void aNodeIsNotContestedByItsOwnPast() {
        Events reconnect = new Events("s2", "address-1", first.at(10));
        tables.fold(first.opened()).fold(first.report(1, Events.identity(Events.PEER)))
                .fold(reconnect.opened()).fold(reconnect.report(1, Events.identity(Events.PEER)))
                .fold(first.report(12, Events.cpu(1)));

        assertThat(node().session().id()).isEqualTo("s2");
        assertThat(node().contested()).isFalse();
    }

    @Test
    void whileNobodyIsLiveTheNodeStaysWhoItWas() {
        Events second = new Events("s2", "address-2", first.at(10));
        tables.fold(first.opened()).fold(first.report(1, Events.identity(Events.PEER)))
                .fold(second.opened()).fold(second.report(1, Events.identity(Events.PEER)))
                .fold(second.closed(2)).fold(first.closed(20));

        assertThat(node().session().id()).isEqualTo("s1");
        assertThat(node().session().ended()).isTrue();
        assertThat(node().contested()).isFalse();
    }

    @Test
    void aSessionWithAnInvalidPeerIdIsANodeOfItsOwnThatShowsTheText() {
        tables.fold(first.opened()).fold(first.report(1, Events.identity("me")));

        assertThat(tables.nodes).containsOnlyKeys("session:s1");
        assertThat(tables.nodes.get("session:s1").fields().text(Field.PEER_ID)).isEqualTo("me");
    }

    @Test
    void whenTheCurrentSessionClosesALiveOneOfItsAddressTakesOverWithAllThatItHasTold() {
        Events second = new Events("s2", "address-1", first.at(10));
        tables.fold(first.opened()).fold(first.report(1, Events.identity(Events.PEER)))
                .fold(second.opened()).fold(second.report(1, Events.identity(Events.PEER)))
                .fold(second.report(2, Events.block(6)))
                .fold(first.report(13, Events.block(99)))
                .fold(second.closed(4));

        assertThat(node().session().id()).isEqualTo("s1");
        assertThat(node().session().ended()).isFalse();
        assertThat(node().fields().whole(Field.CURRENT_BLOCK_NUMBER_L2)).hasValue(99);
        assertThat(node().claims()).extracting(Claim::ended).containsExactly(false, true);
    }

    @Test
    void aSessionThatNobodyVouchesForTakesNoPartWhenAnotherCloses() {
        Events second = new Events("s2", "address-1", first.at(200));
        tables.fold(first.opened()).fold(first.report(1, Events.identity(Events.PEER)))
                .fold(second.opened()).fold(second.report(1, Events.identity(Events.PEER)))
                .fold(second.closed(4));

        assertThat(node().session().id()).isEqualTo("s2");
        assertThat(node().session().ended()).isTrue();
    }

    @Test
    void aClosedSessionsNodeStays() {
        tables.fold(first.opened()).fold(first.report(1, Events.identity(Events.PEER))).fold(first.closed(2));

        assertThat(node().session().ended()).isTrue();
        assertThat(node().fields().text(Field.NAME)).isEqualTo("node");
    }

    @Test
    void aSocketThatNamesItselfLateGoesOnAndItsProvisionalNodeGoes() {
        Events second = new Events("s2", "address-1", first.at(5));
        tables.fold(first.opened()).fold(first.report(1, Events.block(7)));
        assertThat(tables.nodes).containsOnlyKeys("session:s1");

        tables.fold(first.continuedAs(5, "s2"))
                .fold(second.opened(Events.block(7).overlaidBy(Events.identity(Events.PEER)), "s1"));

        assertThat(tables.nodes).containsOnlyKeys(Events.PEER);
        assertThat(node().fields().whole(Field.CURRENT_BLOCK_NUMBER_L2)).hasValue(7);
    }

    @Test
    void aSessionThatIsNamedMidwayByAnotherWriterLeavesNoProvisionalNode() {
        tables.fold(first.opened()).fold(first.report(1, Events.block(7)))
                .fold(first.report(2, Events.identity(Events.PEER)));

        assertThat(tables.nodes).containsOnlyKeys(Events.PEER);
    }

    @Test
    void repeatedRecordsChangeNothingNotEvenTheRevision() {
        var opened = first.opened();
        var identity = first.report(1, Events.identity(Events.PEER));
        var block = first.report(2, Events.block(1));
        tables.fold(opened).fold(identity).fold(block);
        NodeState before = node();

        tables.fold(opened).fold(identity).fold(block);

        assertThat(node()).isEqualTo(before);
        assertThat(before.revision()).isEqualTo(2);
    }

    @Test
    void anEndedClaimDoesNotComeBackToLifeWhenItsSessionsStateIsGone() {
        tables.fold(first.opened()).fold(first.report(1, Events.identity(Events.PEER))).fold(first.closed(2));
        tables.sessions.clear();

        tables.fold(new Events("s1").lose(1).report(1, Events.identity(Events.PEER)));

        assertThat(node().claims()).singleElement().extracting(Claim::ended).isEqualTo(true);
    }

    @Test
    void claimsAreBoundedAndTheLiveOnesStay() {
        tables.fold(first.opened()).fold(first.report(1, Events.identity(Events.PEER)));
        for (int i = 0; i < 50; i++) {
            Events again = new Events("again-" + i, "address-1", first.at(2 + i));
            tables.fold(again.opened()).fold(again.report(0, Events.identity(Events.PEER))).fold(again.closed(0));
        }

        assertThat(node().claims()).hasSize(Claims.MAX).extracting(Claim::session).contains("s1");
        assertThat(node().session().id()).isEqualTo("s1");
    }

    @Test
    void aSightingIsKeptApartFromTelemetryAndVerifiesWhenThePeerWasReached() {
        PeerSighting sighting = new PeerSighting(Events.PEER, first.at(3), true, List.of("/ip4/192.0.2.1/tcp/30303"),
                "SN_MAIN", "juno/0.15.0", null, List.of(), "Juno", "0.15.0", 77L, 12.5);
        tables.fold(sighting).fold(first.opened()).fold(first.report(1, Events.identity(Events.PEER)));

        assertThat(node().p2p()).usingRecursiveComparison().ignoringFields("firstSeen", "lastReached")
                .isEqualTo(sighting);
        assertThat(node().p2p().lastReached()).isEqualTo(first.at(3));
        assertThat(node().verified()).isTrue();
        assertThat(node().sources()).containsExactly(NodeSource.TELEMETRY, NodeSource.CRAWLER);
        assertThat(node().fields().has(Field.CURRENT_BLOCK_NUMBER_L2)).isFalse();

        NodeState before = node();
        tables.fold(
                new PeerSighting(Events.PEER, first.at(2), false, List.of(), null, null, null, List.of(), null, null,
                        null, null));
        assertThat(node()).as("an older sighting changes nothing").isEqualTo(before);
    }

    private NodeState node() {
        return tables.nodes.get(Events.PEER);
    }
}
