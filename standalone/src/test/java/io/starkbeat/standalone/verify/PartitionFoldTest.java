package io.starkbeat.standalone.verify;

import static io.starkbeat.standalone.verify.Telling.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.aggregator.fold.ForgettingRule;
import io.starkbeat.aggregator.fold.NodeFold;
import io.starkbeat.aggregator.fold.PictureFold;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.session.SessionClosed;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.standalone.verify.Verdict.Gap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionFoldTest {
    private static final ForgettingRule RULE = new ForgettingRule(Duration.ofDays(1), Duration.ofHours(1));

    private final List<Gap> gaps = new ArrayList<>();
    private final Telling session = new Telling("s", PEER, 0);
    private long offset;

    @Test
    void everyRecordIsCountedOnce() {
        PartitionFold fold = fold(false);
        SessionEvent report = session.height(1, 1);
        fold(fold, session.opened(), session.height(2, 2), session.height(3, 3));
        fold(fold, report);
        fold.undecodable();
        assertThat(fold.counts()).extracting(Verdict.LogCounts::received, Verdict.LogCounts::folded,
                Verdict.LogCounts::repeated, Verdict.LogCounts::undecodable, Verdict.LogCounts::missing)
                .containsExactly(5L, 3L, 1L, 1L, 0L);
        assertThat(heights(fold)).containsExactly(3L);
    }

    @Test
    void aGapIsCountedAndSaysWhereItIs() {
        PartitionFold fold = fold(false);
        fold(fold, session.opened(), session.height(1, 1));
        session.height(2, 2);
        session.height(3, 3);
        fold(fold, session.height(4, 4));
        assertThat(fold.counts().missing()).isEqualTo(2);
        assertThat(gaps).containsExactly(new Gap("s", PEER, 1, 4, 7, 2));
    }

    @Test
    void theFirstRetainedRecordIsNoGap() {
        PartitionFold fold = fold(true);
        session.opened();
        session.height(1, 1);
        fold(fold, session.height(2, 2), session.height(3, 3));
        assertThat(fold.counts()).extracting(Verdict.LogCounts::missing, Verdict.LogCounts::cut).containsExactly(0L,
                1L);
        assertThat(fold.node(PEER).cut()).isTrue();
    }

    @Test
    void aSessionThatBeginsLateInAWholeLogIsFoldedAsItStands() {
        PartitionFold fold = fold(false);
        session.opened();
        fold(fold, session.height(2, 2));
        assertThat(fold.counts().cut()).isEqualTo(1);
        assertThat(fold.node(PEER).cut()).isFalse();
    }

    @Test
    void whatIsPassedThroughWhileWatchedIsAcceptedAndWhatWasBeforeIsNot() {
        PartitionFold fold = fold(false);
        fold(fold, session.opened(), session.height(1, 1), session.height(2, 2));
        watch(fold, session.height(3, 3), session.height(4, 4));
        assertThat(heights(fold)).containsExactly(2L, 3L, 4L);
        assertThat(fold.node(PEER).absent()).isFalse();
    }

    @Test
    void aNodeThatCameWhileWatchedMayBeAbsentAndOneThatWentMayBeThere() {
        PartitionFold fold = fold(false);
        Telling nameless = new Telling("n", null, 0);
        fold(fold, nameless.opened(), nameless.height(1, 1));
        watch(fold, session.opened(), session.height(1, 1));
        assertThat(fold.node(PEER).absent()).isTrue();
        assertThat(fold.node(PEER).isKnown()).isTrue();
        assertThat(fold.node("session:n").absent()).isFalse();
        watch(fold, new SessionClosed("n", 2, Telling.at(2), "gw", 1000, SessionClosed.IDENTIFIED, "other"));
        assertThat(fold.node("session:n").absent()).isTrue();
        assertThat(fold.node("session:n").isKnown()).isTrue();
    }

    @Test
    void aNodeThatSpeaksAfterItWasDueMayHaveBeenForgottenOrNot() {
        PartitionFold fold = fold(false);
        long later = Duration.ofDays(2).toSeconds();
        Telling again = new Telling("t", PEER, later);
        fold(fold, session.opened(), session.height(1, 1), session.named("kept", 2), session.closed(3));
        fold(fold, again.opened(), again.height(9, later));
        assertThat(fold.node(PEER).accepted()).extracting(node -> node.fields().text(Field.NAME))
                .containsExactly("kept", null);
        assertThat(heights(fold)).containsExactly(9L, 9L);
    }

    @Test
    void memoryStaysBoundedHoweverManySessionsEnd() {
        PartitionFold fold = fold(false);
        for (int i = 0; i < 30_000; i++) {
            Telling each = new Telling("s" + i, i % 2 == 0 ? PEER : null, i * 60L);
            fold(fold, each.opened(), each.height(i, i * 60L), each.closed(i * 60L + 1));
        }
        assertThat(fold.ids()).hasSizeLessThan(12_000).contains(PEER);
        assertThat(fold.isLongDue("session:s1")).isTrue();
        assertThat(fold.isLongDue("session:s29999")).isFalse();
        assertThat(fold.counts().folded()).isEqualTo(90_000);
    }

    private PartitionFold fold(boolean begunLate) {
        return new PartitionFold(7, begunLate, new PictureFold(new NodeFold(Duration.ofSeconds(90), RULE.named())),
                RULE, gaps::add);
    }

    private void fold(PartitionFold fold, SessionEvent... events) {
        for (SessionEvent event : events) {
            fold.event(event, offset++, false);
        }
    }

    private void watch(PartitionFold fold, SessionEvent... events) {
        for (SessionEvent event : events) {
            fold.event(event, offset++, true);
        }
    }

    private static List<Long> heights(PartitionFold fold) {
        return fold.node(PEER).accepted().stream().map(PartitionFoldTest::height).toList();
    }

    private static long height(NodeState node) {
        return node.fields().whole(Field.CURRENT_BLOCK_NUMBER_L2).orElseThrow();
    }
}
