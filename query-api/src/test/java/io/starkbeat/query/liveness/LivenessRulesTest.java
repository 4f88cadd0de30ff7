package io.starkbeat.query.liveness;

import static io.starkbeat.query.TestNodes.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.query.progress.PipelinePause;
import io.starkbeat.query.progress.PipelineTime;
import io.starkbeat.schemas.node.CurrentSession;
import io.starkbeat.schemas.peer.PeerSighting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LivenessRulesTest {
    private static final LivenessRules RULES = new LivenessRules(Duration.ofMinutes(2), Duration.ofSeconds(90),
            Duration.ofMinutes(30));

    @Test
    void aNodeThatTheCrawlTellsOfMayMissARound() {
        LastWords met = LastWords.ofCrawl(sighting(true));

        assertThat(crawled(met, Duration.ofMinutes(60))).isEqualTo(NodeStatus.ONLINE);
        assertThat(crawled(met, Duration.ofMinutes(61))).isEqualTo(NodeStatus.STALE);
        assertThat(crawled(met, Duration.ofMinutes(120))).isEqualTo(NodeStatus.STALE);
        assertThat(crawled(met, Duration.ofMinutes(121))).isEqualTo(NodeStatus.OFFLINE);
        assertThat(RULES.at(at(NOON)).holdsUntil(NodeStatus.ONLINE, met))
                .isEqualTo(NOON.plus(Duration.ofMinutes(60)).toEpochMilli());
    }

    @Test
    void aNodeThatWasAwayWhenItWasLookedForIsStaleAtOnce() {
        LastWords away = LastWords.ofCrawl(sighting(false));

        assertThat(crawled(away, Duration.ofMinutes(31))).isEqualTo(NodeStatus.STALE);
        assertThat(crawled(away, Duration.ofMinutes(121))).isEqualTo(NodeStatus.OFFLINE);
        assertThat(RULES.at(at(NOON)).holdsUntil(NodeStatus.STALE, away))
                .isEqualTo(NOON.plus(Duration.ofMinutes(120)).toEpochMilli());
    }

    /// A pause is no silence of the node's, but the crawl's limits are long: nobody is granted them anew for a minute.
    @Test
    void aPauseIsAddedToTheLimitsOfTheCrawl() {
        LastWords met = LastWords.ofCrawl(sighting(true));
        PipelinePause minute = pause(59, 60);

        assertThat(crawled(met, 61, minute)).isEqualTo(NodeStatus.ONLINE);
        assertThat(crawled(met, 62, minute)).isEqualTo(NodeStatus.STALE);
        assertThat(crawled(met, 121, minute)).isEqualTo(NodeStatus.STALE);
        assertThat(crawled(met, 122, minute)).isEqualTo(NodeStatus.OFFLINE);
        assertThat(crawled(met, 62, minute, pause(60, 61))).as("each counts").isEqualTo(NodeStatus.ONLINE);
        assertThat(crawled(met, 65, pause(-30, 5))).as("what was before it was met does not")
                .isEqualTo(NodeStatus.ONLINE);
        assertThat(crawled(met, 66, pause(-30, 5))).isEqualTo(NodeStatus.STALE);
        assertThat(crawled(met, 80, pause(62, 79))).as("stale when it began").isEqualTo(NodeStatus.STALE);
    }

    private static PipelinePause pause(int from, int to) {
        return new PipelinePause(NOON.plus(Duration.ofMinutes(from)), NOON.plus(Duration.ofMinutes(to)));
    }

    private static NodeStatus crawled(LastWords words, int minutesLater, PipelinePause... pauses) {
        return RULES.at(new PipelineTime(NOON.plus(Duration.ofMinutes(minutesLater)), List.of(pauses))).status(words);
    }

    private static NodeStatus crawled(LastWords words, Duration later) {
        return RULES.at(at(NOON.plus(later))).status(words);
    }

    private static PeerSighting sighting(boolean reachable) {
        return new PeerSighting("peer", reachable ? NOON : NOON.plus(Duration.ofMinutes(30)), reachable, List.of(),
                null,
                null, null, List.of(), null, null, null, null, null, null, NOON, null, null, null);
    }

    @Test
    void aNodeThatReportsIsOnline() {
        assertThat(RULES.judge(session(NOON, NOON, false), at(NOON.plusSeconds(90)))).isEqualTo(NodeStatus.ONLINE);
    }

    @Test
    void aNodeThatOnlyItsGatewayVouchesForIsStaleAfterTwoMinutes() {
        CurrentSession silent = session(NOON, NOON.plusSeconds(119), false);

        assertThat(RULES.judge(silent, at(NOON.plusSeconds(120)))).isEqualTo(NodeStatus.ONLINE);
        assertThat(RULES.judge(silent, at(NOON.plusMillis(120_001)))).isEqualTo(NodeStatus.STALE);
    }

    @Test
    void aNodeThatNobodyVouchesForIsOfflineAfterNinetySeconds() {
        CurrentSession unheard = session(NOON, NOON, false);

        assertThat(RULES.judge(unheard, at(NOON.plusMillis(90_001)))).isEqualTo(NodeStatus.OFFLINE);
    }

    @Test
    void anEndedSessionIsOfflineAtOnce() {
        assertThat(RULES.judge(session(NOON, NOON, true), at(NOON))).isEqualTo(NodeStatus.OFFLINE);
    }

    @Test
    void aNodeThatNeverHadASessionIsOffline() {
        assertThat(RULES.judge(null, at(NOON))).isEqualTo(NodeStatus.OFFLINE);
        assertThat(RULES.at(at(NOON)).holdsUntil(NodeStatus.OFFLINE, LastWords.of(null)))
                .isEqualTo(LivenessJudge.FOREVER);
    }

    @Test
    void agesCountFromWhereFoldingResumed() {
        CurrentSession session = session(NOON, NOON, false);
        Instant resumed = NOON.plusSeconds(3600);

        assertThat(RULES.judge(session, at(resumed.plusSeconds(90)))).isEqualTo(NodeStatus.OFFLINE);
        PipelinePause pause = new PipelinePause(NOON.plusSeconds(90), resumed);
        assertThat(RULES.judge(session, new PipelineTime(resumed.plusSeconds(90), List.of(pause))))
                .isEqualTo(NodeStatus.ONLINE);
        assertThat(RULES.judge(session, new PipelineTime(resumed.plusSeconds(91), List.of(pause))))
                .isEqualTo(NodeStatus.OFFLINE);
    }

    @Test
    void aPauseBringsNobodyBackWhoWasSilentForTooLongBefore() {
        Instant resumed = NOON.plusSeconds(3600);
        PipelineTime now = new PipelineTime(resumed, List.of(new PipelinePause(NOON.plusSeconds(130), resumed)));

        assertThat(RULES.judge(session(NOON, NOON, false), now)).isEqualTo(NodeStatus.OFFLINE);
        assertThat(RULES.judge(session(NOON, NOON.plusSeconds(110), false), now)).isEqualTo(NodeStatus.STALE);
        assertThat(RULES.judge(session(NOON.plusSeconds(50), NOON.plusSeconds(110), false), now))
                .isEqualTo(NodeStatus.ONLINE);
    }

    /// Each pause is excused by itself: what lies between two counts.
    @Test
    void silenceBetweenTwoPausesCounts() {
        PipelinePause first = new PipelinePause(NOON.plusSeconds(50), NOON.plusSeconds(1000));
        PipelinePause soonAfter = new PipelinePause(NOON.plusSeconds(1050), NOON.plusSeconds(2000));
        PipelinePause lateAfter = new PipelinePause(NOON.plusSeconds(1100), NOON.plusSeconds(2000));
        CurrentSession session = session(NOON, NOON, false);

        assertThat(RULES.judge(session, new PipelineTime(NOON.plusSeconds(2001), List.of(first, soonAfter))))
                .isEqualTo(NodeStatus.ONLINE);
        assertThat(RULES.judge(session, new PipelineTime(NOON.plusSeconds(2001), List.of(first, lateAfter))))
                .isEqualTo(NodeStatus.OFFLINE);
    }

    @Test
    void aResumeBeforeTheLastWordChangesNothing() {
        CurrentSession session = session(NOON, NOON, false);

        assertThat(RULES.judge(session, new PipelineTime(NOON.plusSeconds(91),
                List.of(new PipelinePause(NOON.minusSeconds(60), NOON.minusSeconds(10))))))
                .isEqualTo(NodeStatus.OFFLINE);
    }

    @Test
    void withoutAReportYetTheAgeCountsFromTheOpening() {
        CurrentSession session = session(null, NOON.plusSeconds(100), false);

        assertThat(RULES.judge(session, at(NOON.plusSeconds(120)))).isEqualTo(NodeStatus.ONLINE);
        assertThat(RULES.judge(session, at(NOON.plusSeconds(121)))).isEqualTo(NodeStatus.STALE);
    }

    @Test
    void theNodeMayBeHeardOfLaterThanPipelineTime() {
        assertThat(RULES.judge(session(NOON, NOON, false), at(NOON.minusSeconds(500)))).isEqualTo(NodeStatus.ONLINE);
    }

    /// What it promises: the same judgement up to there, another one right after.
    @Test
    void aJudgementHoldsExactlyAsLongAsItSays() {
        for (CurrentSession session : new CurrentSession[]{session(NOON, NOON, false),
                session(NOON, NOON.plusSeconds(119), false), session(NOON.plusSeconds(60), NOON, false)}) {
            PipelineTime now = at(NOON.plusSeconds(10));
            while (RULES.judge(session, now) != NodeStatus.OFFLINE) {
                Instant until = Instant.ofEpochMilli(
                        RULES.at(now).holdsUntil(RULES.judge(session, now), LastWords.of(session)));
                assertThat(RULES.judge(session, at(until))).isEqualTo(RULES.judge(session, now));
                assertThat(RULES.judge(session, at(until.plusMillis(1)))).isNotEqualTo(RULES.judge(session, now));
                now = at(until.plusMillis(1));
            }
            assertThat(RULES.at(now).holdsUntil(RULES.judge(session, now), LastWords.of(session)))
                    .isEqualTo(LivenessJudge.FOREVER);
        }
    }

    @Test
    void anAbsurdTimeIsJudgedLikeAnyOther() {
        assertThat(RULES.judge(session(Instant.MAX, Instant.MAX, false), at(NOON))).isEqualTo(NodeStatus.ONLINE);
    }

    private static PipelineTime at(Instant time) {
        return new PipelineTime(time);
    }

    private static CurrentSession session(@Nullable Instant lastReport, Instant vouchedAt, boolean ended) {
        return new CurrentSession("s", "g", "k", NOON, lastReport, null, vouchedAt, ended);
    }
}
