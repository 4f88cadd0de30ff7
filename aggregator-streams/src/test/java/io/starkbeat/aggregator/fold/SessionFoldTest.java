package io.starkbeat.aggregator.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.session.SessionEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionFoldTest {
    private static final Instant IN_2100 = Instant.parse("2100-01-01T00:00:00Z");

    private final Events session = new Events("s1");

    @Test
    void partialReportsMergeFieldByFieldAndTheLastToArriveWins() {
        SessionState state = folded(session.opened(), session.report(1, Events.identity(Events.PEER)),
                session.report(2, Events.block(1)), session.report(3, Events.cpu(3)),
                session.report(4, Events.block(2)));

        assertThat(state.fields()).isEqualTo(
                Events.identity(Events.PEER).overlaidBy(Events.cpu(3)).overlaidBy(Events.block(2)));
        assertThat(state.fieldTimes().identity()).isEqualTo(session.at(1));
        assertThat(state.fieldTimes().network()).isEqualTo(session.at(4));
        assertThat(state.fieldTimes().system()).isEqualTo(session.at(3));
        assertThat(state.lastReport()).isEqualTo(session.at(4));
        assertThat(state.peerId()).isEqualTo(Events.PEER);
        assertThat(state.missing()).isZero();
    }

    @Test
    void recordsFoldedBeforeAreNotFoldedAgain() {
        SessionEvent opened = session.opened();
        SessionEvent first = session.report(1, Events.block(1));
        SessionEvent second = session.report(2, Events.block(2));
        SessionState state = folded(opened, first, second);

        assertThat(SessionFold.fold(state, first)).isSameAs(state);
        assertThat(SessionFold.fold(state, second)).isSameAs(state);
        assertThat(SessionFold.fold(state, opened)).isSameAs(state);
    }

    @Test
    void gapsAreCountedAndNotWaitedFor() {
        SessionState state = folded(session.opened(), session.report(1, Events.block(1)),
                session.lose(3).report(5, Events.block(5)));

        assertThat(state.missing()).isEqualTo(3);
        assertThat(state.fields().whole(Field.CURRENT_BLOCK_NUMBER_L2)).hasValue(5);
    }

    @Test
    void theFirstRetainedRecordStartsASessionWhateverItIs() {
        SessionState fromReport = folded(session.lose(7).report(1, Events.block(1)));
        assertThat(fromReport.missing()).isZero();
        assertThat(fromReport.addressKey()).isNull();

        Events other = new Events("s2").lose(100);
        SessionState fromAlive = folded(other.alive(3600, Events.identity(Events.PEER)));
        assertThat(fromAlive.peerId()).isEqualTo(Events.PEER);
        assertThat(fromAlive.connectedAt()).isEqualTo(other.at(0));
        assertThat(fromAlive.vouchedAt()).isEqualTo(other.at(3600));
        assertThat(fromAlive.addressKey()).isEqualTo("address-1");
        assertThat(fromAlive.lastReport()).isNull();
    }

    @Test
    void anAliveBringsBackWhatTheLogNoLongerHoldsAndReplacesNothingNewer() {
        SessionState state = folded(session.lose(5).report(1, Events.block(9)),
                session.alive(2, Events.identity(Events.PEER).overlaidBy(Events.block(4))));

        assertThat(state.fields()).isEqualTo(Events.identity(Events.PEER).overlaidBy(Events.block(9)));
        assertThat(state.fieldTimes().network()).isEqualTo(session.at(1));
        assertThat(state.lastReport()).isEqualTo(session.at(1));
        assertThat(state.vouchedAt()).isEqualTo(session.at(2));
    }

    @Test
    void identityIsFixedByTheFirstValidPeerId() {
        String other = "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";
        SessionState state = folded(session.opened(), session.report(1, Events.identity(Events.PEER)),
                session.report(2, Events.identity(other)));

        assertThat(state.peerId()).isEqualTo(Events.PEER);
        assertThat(state.fields().text(Field.PEER_ID)).isEqualTo(Events.PEER);
    }

    @Test
    void aTextThatIsNoPeerIdNamesNoNode() {
        SessionState state = folded(session.opened(),
                session.report(1, Fields.of(Field.PEER_ID, new FieldValue.Text("me"))));

        assertThat(state.peerId()).isNull();
        assertThat(state.nodeId()).isEqualTo("session:s1");
        assertThat(state.fields().text(Field.PEER_ID)).isEqualTo("me");
    }

    @Test
    void theNodesOwnTimeIsKeptBesideTheReceiveTimeOfTheSameReport() {
        Instant longAgo = Instant.parse("1970-01-01T00:00:00.001Z");
        SessionState told = folded(session.opened(), session.report(1, IN_2100, Events.block(1)),
                session.report(2, longAgo, Events.block(2)), session.alive(40, Fields.EMPTY));
        assertThat(told).returns(session.at(2), SessionState::lastReport)
                .returns(longAgo, SessionState::lastReportedAt)
                .returns(session.at(40), SessionState::vouchedAt);
        assertThat(told.fields().whole(Field.CURRENT_BLOCK_NUMBER_L2)).as("the last to arrive").hasValue(2);

        SessionState silent = SessionFold.fold(told, session.report(41, Events.block(3)));
        assertThat(silent.lastReportedAt()).as("it gave none").isNull();
    }

    /// A gateway's clock that was set back: the pair stays one report's.
    @Test
    void aReportReceivedBeforeTheNewestDoesNotLendItItsTime() {
        SessionState state = folded(session.opened(), session.report(9, IN_2100, Events.block(1)),
                session.report(8, session.at(8), Events.block(2)));

        assertThat(state.lastReport()).isEqualTo(session.at(9));
        assertThat(state.lastReportedAt()).isEqualTo(IN_2100);
        assertThat(state.fields().whole(Field.CURRENT_BLOCK_NUMBER_L2)).hasValue(2);
    }

    @Test
    void nothingComesAfterTheEnd() {
        SessionState ended = folded(session.opened(), session.report(1, Events.block(1)), session.closed(2));

        assertThat(ended.ended()).isTrue();
        assertThat(SessionFold.fold(ended, session.report(3, Events.block(3)))).isSameAs(ended);
    }

    private static SessionState folded(SessionEvent... events) {
        SessionState state = null;
        for (SessionEvent event : List.of(events)) {
            state = SessionFold.fold(state, event);
        }
        return state;
    }
}
