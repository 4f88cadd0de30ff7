package io.starkbeat.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.gateway.decode.MessageDecoder;
import io.starkbeat.schemas.codec.RawJson;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.RejectedMessage;
import io.starkbeat.schemas.session.RejectionReason;
import io.starkbeat.schemas.session.SessionAlive;
import io.starkbeat.schemas.session.SessionClosed;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.schemas.session.SessionOpened;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NodeSessionTest {
    private static final String PEER = "12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony";
    private static final String OTHER_PEER = "12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq";
    /// The same as a CIDv1: base32 of version, `libp2p-key` and multihash.
    private static final String CID_OF_PEER = "bafzaajaiaejcbmpyo5ghih2gigsehbk7gn2nlyiy3lo6wmfmo673axbtbymz2qec";
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00.123Z");

    private final Recorder out = new Recorder();
    private final AtomicInteger ids = new AtomicInteger();
    private final Claims claims = new Claims();
    private final NodeSession session = new NodeSession("gw",
            new SessionOrigin("192.0.2.7", "key", "CH", "agent", "/submit"),
            claims,
            new MessageDecoder(), () -> "s" + ids.incrementAndGet(), out);

    /// What the address may claim: anything, unless it is full.
    private static final class Claims implements PeerIdClaims {
        final List<String> held = new ArrayList<>();
        boolean full;

        @Override
        public boolean claim(String peerId) {
            return !full && held.add(peerId);
        }

        @Override
        public void end(String peerId) {
            assertThat(held.remove(peerId)).isTrue();
        }

        @Override
        public String refusal() {
            return "too many";
        }
    }

    private record Placed(SessionEvent event, String placedBy, boolean lastOfMessage) {}

    private record Refused(RejectedMessage message, boolean whole) {}

    private record Told(RejectionReason reason, @Nullable String field) {}

    private static final class Recorder implements SessionOutput {
        final List<Placed> events = new ArrayList<>();
        final List<Refused> rejected = new ArrayList<>();
        final List<Told> told = new ArrayList<>();
        final List<Runnable> acknowledgements = new ArrayList<>();

        @Override
        public void control(SessionEvent event, String placedBy, Runnable acknowledged) {
            events.add(new Placed(event, placedBy, false));
            acknowledgements.add(acknowledged);
        }

        @Override
        public void report(NodeReport report, String placedBy, boolean lastOfMessage) {
            events.add(new Placed(report, placedBy, lastOfMessage));
        }

        @Override
        public void rejected(RejectedMessage message, boolean whole) {
            rejected.add(new Refused(message, whole));
        }

        @Override
        public void tell(RejectionReason reason, String detail, @Nullable String field) {
            told.add(new Told(reason, field));
        }

        SessionEvent event(int index) {
            return events.get(index).event();
        }

        void acknowledgeAll() {
            acknowledgements.forEach(Runnable::run);
            acknowledgements.clear();
        }
    }

    private void receive(String message, Instant now) {
        session.receive(message.getBytes(UTF_8), now);
    }

    private static Instant after(Duration duration) {
        return T0.plus(duration);
    }

    private static Fields name(String name) {
        return Fields.of(Field.NAME, new FieldValue.Text(name));
    }

    private static Fields peer(String id) {
        return Fields.of(Field.PEER_ID, new FieldValue.Text(id));
    }

    @Test
    void writesNothingBeforeTheFirstValidReport() {
        receive("garbage", T0);
        receive("{}", T0);
        receive("{\"foo\":1}", T0);
        receive("{\"memory\":\"lots\"}", T0);
        session.vouch(after(Duration.ofHours(2)));
        session.end(1000, null, after(Duration.ofHours(3)));

        assertThat(out.events).isEmpty();
        assertThat(out.rejected).extracting(refused -> refused.message().reason())
                .containsExactly(RejectionReason.NOT_JSON, RejectionReason.NOTHING_KNOWN, RejectionReason.NOTHING_KNOWN,
                        RejectionReason.FIELD_UNFIT);
        assertThat(out.rejected).allMatch(Refused::whole);
        assertThat(out.rejected).allMatch(refused -> refused.message().sessionId().equals("s1"));
    }

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
    void vouchesAfterSilenceWithIdentityOnly() {
        receive("{\"name\":\"n\",\"memory\":5}", T0);
        session.vouch(after(Duration.ofMillis(29_999)));
        assertThat(out.events).hasSize(2);

        Instant due = after(Duration.ofSeconds(30));
        session.vouch(due);
        assertThat(out.event(2)).isEqualTo(new SessionAlive("s1", 2, due, "gw", "192.0.2.7", "key", "CH", "agent",
                "/submit", T0, name("n"), null));
        out.acknowledgeAll();
        session.vouch(after(Duration.ofSeconds(59)));
        assertThat(out.events).hasSize(3);
        session.vouch(after(Duration.ofSeconds(60)));
        assertThat(out.events).hasSize(4);
    }

    @Test
    void reportPutsTheVouchingOff() {
        receive("{\"name\":\"n\"}", T0);
        receive("{\"name\":\"n\"}", after(Duration.ofSeconds(20)));
        session.vouch(after(Duration.ofSeconds(49)));
        assertThat(out.events).hasSize(3);
        session.vouch(after(Duration.ofSeconds(50)));
        assertThat(out.event(3)).isInstanceOf(SessionAlive.class);
    }

    @Test
    void vouchesOnceWhileKafkaIsAway() {
        receive("{\"name\":\"n\"}", T0);
        for (int second = 0; second < 3600 * 3; second++) {
            session.vouch(after(Duration.ofSeconds(second)));
        }
        assertThat(out.events).hasSize(3);

        out.acknowledgeAll();
        session.vouch(after(Duration.ofHours(4)));
        assertThat(out.event(3)).returns(3L, SessionEvent::seq);
    }

    @Test
    void carriesEveryFieldAtLeastHourlyThoughItReportsAllTheTime() {
        List<Duration> full = new ArrayList<>();
        receive("{\"name\":\"n\",\"memory\":5}", T0);
        for (int second = 1; second <= 3 * 3600; second++) {
            if (second % 5 == 0) {
                receive("{\"peer_count\":3}", after(Duration.ofSeconds(second)));
            }
            int before = out.events.size();
            session.vouch(after(Duration.ofSeconds(second)));
            out.acknowledgeAll();
            if (out.events.size() > before) {
                assertThat(out.event(before)).isInstanceOfSatisfying(SessionAlive.class,
                        alive -> assertThat(alive.fields().known()).containsExactly(Field.NAME, Field.PEER_COUNT,
                                Field.MEMORY));
                full.add(Duration.ofSeconds(second));
            }
        }
        assertThat(full).hasSizeBetween(3, 4);
        assertThat(full.getFirst()).isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
        assertThat(full.get(1).minus(full.getFirst())).isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
    }

    @Test
    void clockThatIsSetBackDoesNotSilenceASession() {
        receive("{\"name\":\"n\"}", T0);
        session.vouch(T0.minus(Duration.ofDays(1)));
        assertThat(out.event(2)).isInstanceOf(SessionAlive.class);
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
    void arrayIsAReportEachInOrder() {
        receive("[{\"name\":\"a\"},{},{\"memory\":\"lots\"},{\"name\":\"b\",\"memory\":\"lots\"},{\"msg\":\"only\"}]",
                T0);

        assertThat(out.events).extracting(placed -> placed.event().getClass().getSimpleName())
                .containsExactly("SessionOpened", "NodeReport", "NodeReport", "NodeReport");
        assertThat(out.events).extracting(Placed::lastOfMessage).containsExactly(false, false, false, true);
        assertThat(out.rejected).noneMatch(Refused::whole);
        assertThat(out.rejected).extracting(refused -> refused.message().reason())
                .containsExactly(RejectionReason.FIELD_UNFIT, RejectionReason.FIELD_UNFIT,
                        RejectionReason.NOTHING_KNOWN);
    }

    @Test
    void arrayThatNamesItsNodeMidwayIsWrittenInOrder() {
        receive("[{\"name\":\"a\"},{\"peer_id\":\"" + PEER + "\"}]", T0);

        assertThat(out.events).extracting(placed -> placed.event().getClass().getSimpleName())
                .containsExactly("SessionOpened", "NodeReport", "SessionClosed", "SessionOpened", "NodeReport");
        assertThat(out.events).extracting(Placed::placedBy).containsExactly("s1", "s1", "s1", PEER, PEER);
    }

    @Test
    void unknownKeysAloneAreAReportOfAnOpenSessionOnly() {
        receive("{\"msg\":\"block.import\"}", T0);
        assertThat(out.events).isEmpty();
        receive("{\"name\":\"n\"}", T0);
        receive("{\"msg\":\"block.import\"}", T0);
        receive("{}", T0);

        assertThat(out.events).hasSize(3);
        assertThat(((NodeReport) out.event(2)).extensions()).isEqualTo(new RawJson("{\"msg\":\"block.import\"}"));
        assertThat(out.rejected).hasSize(2)
                .allMatch(refused -> refused.message().reason() == RejectionReason.NOTHING_KNOWN);
    }

    @Test
    void unfitFieldIsNotedAndTheRestCounts() {
        receive("{\"name\":\"n\",\"memory\":\"lots\"}", T0);

        assertThat(out.events).hasSize(2);
        assertThat(out.rejected).singleElement().satisfies(refused -> {
            assertThat(refused.whole()).isFalse();
            assertThat(refused.message().field()).isEqualTo("memory");
            assertThat(new String(refused.message().bodyBytes(), UTF_8)).contains("lots");
            assertThat(refused.message().addressKey()).isEqualTo("key");
        });
        assertThat(out.told).containsExactly(new Told(RejectionReason.FIELD_UNFIT, "memory"));
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

    /// Of a node that named itself weeks ago the log holds only this one: it has to say all.
    @Test
    void hourlyRecordOfASessionThatGoesOnSaysAllThatItsFormerOneTold() {
        receive("{\"name\":\"n\",\"memory\":5}", T0);
        Instant later = after(Duration.ofMinutes(20));
        receive("{\"peer_id\":\"" + PEER + "\",\"cpu\":2}", later);
        out.acknowledgeAll();
        session.vouch(later.plus(Duration.ofSeconds(30)));
        assertThat(out.event(5)).isEqualTo(new SessionAlive("s2", 2, later.plus(Duration.ofSeconds(30)), "gw",
                "192.0.2.7", "key", "CH", "agent", "/submit", later, name("n").overlaidBy(peer(PEER)), "s1"));

        out.acknowledgeAll();
        session.vouch(later.plus(Duration.ofHours(1)));
        assertThat(out.event(6)).isInstanceOfSatisfying(SessionAlive.class, alive -> {
            assertThat(alive.connectedAt()).isEqualTo(later);
            assertThat(alive.continues()).isEqualTo("s1");
            assertThat(alive.fields().known()).containsExactly(Field.NAME, Field.PEER_ID, Field.MEMORY, Field.CPU);
        });
    }

    @Test
    void faultsOnRecordAreBounded() {
        StringBuilder message = new StringBuilder("[");
        for (int i = 0; i < 100; i++) {
            message.append(i == 0 ? "" : ",").append("{\"memory\":true,\"cpu\":true,\"name\":true,\"storage\":true}");
        }
        receive(message.append(']').toString(), T0);

        assertThat(out.rejected).hasSize(NodeSession.MAX_FAULTS);
        assertThat(out.rejected).filteredOn(Refused::whole).hasSize(1);
        assertThat(out.rejected.getLast().message().detail()).contains("392 more");
    }

    /// What was not taken is in no other record.
    @Test
    void messageOfWhichPartsWereNotTakenIsOnRecordAsAWhole() {
        String message = "{\"name\":\"n\",\"memory\":true,\"cpu\":true,\"x\":\"" + "v".repeat(10_000) + "\"}";
        receive(message, T0);

        assertThat(out.rejected).hasSize(3).noneMatch(Refused::whole);
        assertThat(new String(out.rejected.getFirst().message().bodyBytes(), UTF_8)).isEqualTo(message);
        assertThat(out.rejected.subList(1, 3)).extracting(refused -> refused.message().bodyBytes().length)
                .containsOnly(RejectedMessage.MAX_BODY);
    }

    @Test
    void unknownKeysThatDoNotFitAreOnRecordAlsoWhereTheyAreAll() {
        String message = "{\"x\":\"" + "v".repeat(10_000) + "\"}";
        receive(message, T0);

        assertThat(out.rejected).singleElement().satisfies(refused -> {
            assertThat(refused.whole()).isTrue();
            assertThat(refused.message().bodyBytes()).hasSize(message.length());
        });
    }

    @Test
    void messageThatToldNothingIsOnRecordWithItsBeginning() {
        receive("{\"x\":1" + " ".repeat(10_000) + "}", T0);

        assertThat(out.rejected).singleElement().satisfies(refused -> {
            assertThat(refused.message().reason()).isEqualTo(RejectionReason.NOTHING_KNOWN);
            assertThat(refused.message().bodyBytes()).hasSize(RejectedMessage.MAX_BODY);
        });
    }

    @Test
    void discardedMessageIsRejectedAndTheSessionLives() {
        receive("{\"name\":\"n\"}", T0);
        session.discarded(new byte[]{'{'}, 300_000, "too long", T0);
        receive("{\"name\":\"m\"}", T0);

        assertThat(out.rejected).singleElement().satisfies(refused -> {
            assertThat(refused.message().reason()).isEqualTo(RejectionReason.TOO_LARGE);
            assertThat(refused.message().size()).isEqualTo(300_000);
        });
        assertThat(out.events).hasSize(3);
    }

    @Test
    void endIsWrittenOnceAndNothingBehindIt() {
        receive("{\"name\":\"n\"}", T0);
        session.end(1001, "a\nb", after(Duration.ofSeconds(1)));
        session.end(1006, null, after(Duration.ofSeconds(2)));
        receive("{\"name\":\"n\"}", after(Duration.ofSeconds(3)));
        session.vouch(after(Duration.ofHours(3)));

        assertThat(out.events).hasSize(3);
        assertThat(out.event(2)).isEqualTo(
                new SessionClosed("s1", 2, after(Duration.ofSeconds(1)), "gw", 1001, "ab", null));
        assertThat(session.isOpen()).isFalse();
    }
}
