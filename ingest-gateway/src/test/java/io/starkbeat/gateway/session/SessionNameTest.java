package io.starkbeat.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.gateway.session.SessionRecorder.Placed;
import io.starkbeat.gateway.session.SessionRecorder.Refused;
import io.starkbeat.gateway.session.SessionRecorder.Told;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.RejectionReason;
import io.starkbeat.schemas.session.SessionAlive;
import io.starkbeat.schemas.session.SessionClosed;
import io.starkbeat.schemas.session.SessionOpened;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Which node a session is of.
class SessionNameTest extends RecordedSession {
    private static final String OTHER_PEER = "12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq";
    /// [#PEER] as a CIDv1: base32 of version, `libp2p-key` and multihash.
    private static final String CID_OF_PEER = "bafzaajaiaejcbmpyo5ghih2gigsehbk7gn2nlyiy3lo6wmfmo673axbtbymz2qec";

    @Test
    void firstReportOpensAndPlacesThePeerIdsSession() {
        receive("{\"peer_id\":\"" + PEER + "\",\"name\":\"n\"}", T0);

        assertThat(out.events).containsExactly(
                new Placed(new SessionOpened("s1", 0, T0, "gw", "192.0.2.7", "key", "CH", "agent", "/submit",
                        Fields.EMPTY, null), PEER, false),
                new Placed(new NodeReport("s1", 1, T0, "gw", null, "spec-flat", name("n").overlaidBy(peer(PEER)), null),
                        PEER, true));
    }

    @Test
    void sessionWithoutPeerIdIsPlacedByItself() {
        receive("{\"name\":\"n\"}", T0);
        receive("{\"name\":\"m\"}", after(Duration.ofSeconds(1)));

        assertThat(out.events).extracting(Placed::placedBy).containsOnly("s1");
        assertThat(out.events).extracting(placed -> placed.event().seq()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void lateNameGoesOnAsANewSession() {
        receive("{\"name\":\"n\",\"peer_id\":\"nonsense\"}", T0);
        Instant later = after(Duration.ofSeconds(5));
        receive("{\"peer_id\":\"" + PEER + "\",\"client\":\"Juno\"}", later);
        session.end(1001, "bye", after(Duration.ofSeconds(6)));

        assertThat(out.events.subList(2, out.events.size())).containsExactly(
                new Placed(new SessionClosed("s1", 2, later, "gw", 1000, "identified", "s2"), "s1", false),
                new Placed(new SessionOpened("s2", 0, later, "gw", "192.0.2.7", "key", "CH", "agent", "/submit",
                        name("n").overlaidBy(peer(PEER)), "s1"), PEER, false),
                new Placed(new NodeReport("s2", 1, later, "gw", null, "spec-flat",
                        peer(PEER).overlaidBy(Fields.of(Field.CLIENT, new FieldValue.Text("Juno"))), null), PEER, true),
                new Placed(new SessionClosed("s2", 2, after(Duration.ofSeconds(6)), "gw", 1001, "bye", null), PEER,
                        false));
    }

    @Test
    void anotherPeerIdIsRejectedWhole() {
        receive("{\"peer_id\":\"" + PEER + "\"}", T0);
        receive("{\"peer_id\":\"" + OTHER_PEER + "\",\"name\":\"n\"}", T0);
        receive("[{\"name\":\"n\"},{\"peer_id\":\"" + OTHER_PEER + "\"}]", T0);
        receive("{\"peer_id\":\"" + PEER + "\"}", T0);

        assertThat(out.events).hasSize(3);
        assertThat(out.rejected).hasSize(2)
                .allMatch(Refused::whole)
                .allMatch(refused -> refused.message().reason() == RejectionReason.PEER_ID_CHANGED);
        assertThat(out.told).containsOnly(new Told(RejectionReason.PEER_ID_CHANGED, "peer_id"));
    }

    @Test
    void messageThatNamesTwoNodesIsRejectedBeforeAnyOfItIsWritten() {
        receive("[{\"name\":\"n\",\"peer_id\":\"" + PEER + "\"},{\"peer_id\":\"" + OTHER_PEER + "\"}]", T0);

        assertThat(out.events).isEmpty();
        assertThat(out.rejected).singleElement().returns(true, Refused::whole);
    }

    @Test
    void arrayThatNamesItsNodeMidwayIsWrittenInOrder() {
        receive("[{\"name\":\"a\"},{\"peer_id\":\"" + PEER + "\"}]", T0);

        assertThat(out.events).extracting(placed -> placed.event().getClass().getSimpleName())
                .containsExactly("SessionOpened", "NodeReport", "SessionClosed", "SessionOpened", "NodeReport");
        assertThat(out.events).extracting(Placed::placedBy).containsExactly("s1", "s1", "s1", PEER, PEER);
    }

    @Test
    void wrongPeerIdIsNotedOnceAndNotInEveryMessage() {
        for (int i = 0; i < 3; i++) {
            receive("{\"peer_id\":\"mine\"}", T0);
        }
        receive("{\"peer_id\":\"yours\"}", T0);

        assertThat(out.events).hasSize(5);
        assertThat(out.rejected).hasSize(2);
    }

    @Test
    void peerIdBeyondTheAddressesLimitLeavesTheSessionUnnamedAndTheRestCounts() {
        claims.full = true;
        for (int i = 0; i < 3; i++) {
            receive("{\"peer_id\":\"" + PEER + "\",\"name\":\"n\"}", T0);
        }

        assertThat(out.events).hasSize(4).extracting(Placed::placedBy).containsOnly("s1");
        assertThat(((NodeReport) out.event(1)).fields()).isEqualTo(name("n"));
        assertThat(out.rejected).singleElement().satisfies(refused -> {
            assertThat(refused.whole()).isFalse();
            assertThat(refused.message().reason()).isEqualTo(RejectionReason.TOO_MANY_PEER_IDS);
            assertThat(refused.message().detail()).isEqualTo("too many");
        });
        assertThat(out.told).containsExactly(new Told(RejectionReason.TOO_MANY_PEER_IDS, "peer_id"));

        claims.full = false;
        receive("{\"peer_id\":\"" + PEER + "\"}", T0);
        assertThat(out.event(5)).isInstanceOfSatisfying(SessionOpened.class, opened -> {
            assertThat(opened.sessionId()).isEqualTo("s2");
            assertThat(opened.fields()).isEqualTo(name("n").overlaidBy(peer(PEER)));
        });
        assertThat(claims.held).containsExactly(PEER);
        session.end(1000, null, T0);
        session.end(1000, null, T0);
        assertThat(claims.held).isEmpty();
    }

    @Test
    void messageOfARefusedPeerIdAloneIsRejectedWholeEachTime() {
        claims.full = true;
        for (int i = 0; i < 3; i++) {
            receive("{\"peer_id\":\"" + PEER + "\"}", T0);
        }

        assertThat(out.events).isEmpty();
        assertThat(out.rejected).hasSize(3)
                .allMatch(Refused::whole)
                .allMatch(refused -> refused.message().reason() == RejectionReason.TOO_MANY_PEER_IDS);
    }

    @Test
    void refusedPeerIdIsClaimedOnceForAWholeMessage() {
        receive("[{\"peer_id\":\"" + PEER + "\"},{\"peer_id\":\"" + PEER + "\"}]", T0);
        receive("{\"peer_id\":\"" + PEER + "\"}", T0);
        assertThat(claims.held).containsExactly(PEER);
    }

    @Test
    void messageThatNamesTwoNodesClaimsNeither() {
        receive("[{\"peer_id\":\"" + PEER + "\"},{\"peer_id\":\"" + OTHER_PEER + "\"}]", T0);
        assertThat(claims.held).isEmpty();
    }

    @Test
    void cidOfTheSamePeerIdIsNoChange() {
        receive("{\"peer_id\":\"" + PEER + "\"}", T0);
        receive("{\"peer_id\":\"" + CID_OF_PEER + "\",\"name\":\"n\"}", T0);

        assertThat(out.rejected).isEmpty();
        assertThat(((NodeReport) out.event(2)).fields()).isEqualTo(name("n").overlaidBy(peer(PEER)));
    }

    /// Else the node's records would name two, and what is rebuilt from an hourly record would have no name.
    @Test
    void nonsenseInPlaceOfThePeerIdDoesNotUnnameASession() {
        receive("{\"peer_id\":\"" + PEER + "\"}", T0);
        receive("{\"peer_id\":\"nonsense\",\"name\":\"n\"}", T0);
        receive("{\"peer_id\":\"nonsense\",\"name\":\"m\"}", T0);
        receive("{\"peer_id\":\"nonsense\"}", T0);
        session.vouch(after(Duration.ofHours(1)));

        assertThat(((NodeReport) out.event(2)).fields()).isEqualTo(name("n"));
        assertThat(((SessionAlive) out.event(4)).fields()).isEqualTo(name("m").overlaidBy(peer(PEER)));
        assertThat(out.rejected).extracting(refused -> refused.message().reason())
                .containsExactly(RejectionReason.PEER_ID_INVALID, RejectionReason.PEER_ID_INVALID);
        assertThat(out.rejected).extracting(Refused::whole).containsExactly(false, true);
    }
}
