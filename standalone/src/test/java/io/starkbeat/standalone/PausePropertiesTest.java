package io.starkbeat.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.aggregator.fold.ProgressRule;
import io.starkbeat.aggregator.fold.ProgressRule.Measurement;
import io.starkbeat.query.liveness.LivenessRules;
import io.starkbeat.query.liveness.NodeStatus;
import io.starkbeat.query.progress.PipelineClock;
import io.starkbeat.schemas.node.CurrentSession;
import io.starkbeat.schemas.progress.PipelineProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/// A pause of any length at any point changes no status that the records do not change. What the aggregator publishes of
/// its progress and how the reader judges by it are played together, second by second: gateways vouch for sessions and die,
/// the fold stops and catches up, Kafka is away and gateways hold back what they received.
class PausePropertiesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration STALE_AFTER = Duration.ofSeconds(120);
    private static final Duration OFFLINE_AFTER = Duration.ofSeconds(90);
    private static final int VOUCH_EVERY = 30;
    private static final int MEASURE_EVERY = 2;
    private static final int END_OF_PAUSES = 6000;

    private enum Away {
        NOTHING, AGGREGATOR, KAFKA
    }

    /// @param reportUntil second of the last report, one every 20 s until then
    /// @param diesAt      second at which its gateway dies without a word
    private record Session(int reportUntil, int diesAt) {}

    /// @param gap    seconds since the pause before
    /// @param length seconds
    private record Pause(Away what, int gap, int length) {}

    /// @param perSecond    how many records the fold catches up with in a second
    /// @param heldBackFor  how many seconds after Kafka is back gateways have written what they held back
    @Property(tries = 200)
    void aPauseChangesNoStatusThatTheRecordsDoNotChange(@ForAll("sessions") List<Session> sessions,
            @ForAll("pauses") List<Pause> pauses, @ForAll @IntRange(min = 1, max = 8) int perSecond,
            @ForAll @IntRange(min = 0, max = 20) int heldBackFor) {
        Away[] away = timetable(pauses);
        Pipeline pipeline = new Pipeline(sessions, perSecond, heldBackFor);
        for (int second = 0; second < away.length; second++) {
            pipeline.play(second, away[second]);
        }
    }

    /// Everything of the pipeline that says something about time.
    private static final class Pipeline {
        private final ProgressRule rule = new ProgressRule(STALE_AFTER);
        private final LivenessRules judge = new LivenessRules(STALE_AFTER, OFFLINE_AFTER, Duration.ofMinutes(30));
        private final PipelineClock clock = new PipelineClock();
        private final List<Session> sessions;
        private final int perSecond;
        private final int heldBackFor;

        /// @param report whether it was a report, and not just its gateway's word
        private record Word(int session, Instant receivedAt, boolean report) {}

        private final List<Word> heldBack = new ArrayList<>();
        private final List<Word> log = new ArrayList<>();
        private final CurrentSession[] folded;
        private final NodeStatus[] statuses;
        private final int[] lastWords;
        private int position;
        private Instant newestFolded;
        private PipelineProgress progress;
        private int measuredAt = -MEASURE_EVERY;
        private int kafkaBackAt;
        private int quietSince;

        private Pipeline(List<Session> sessions, int perSecond, int heldBackFor) {
            this.sessions = sessions;
            this.perSecond = perSecond;
            this.heldBackFor = heldBackFor;
            this.folded = new CurrentSession[sessions.size()];
            this.statuses = new NodeStatus[sessions.size()];
            this.lastWords = new int[sessions.size()];
            clock.expect(1);
        }

        private void play(int second, Away away) {
            speak(second, away);
            CurrentSession[] before = folded.clone();
            if (away == Away.NOTHING) {
                fold();
                measure(second);
            } else {
                quietSince = second + 1;
                newestFolded = away == Away.AGGREGATOR ? null : newestFolded;
            }
            if (clock.now() != null) {
                for (int i = 0; i < folded.length; i++) {
                    check(i, second, away, before[i] == folded[i]);
                }
            }
        }

        private void speak(int second, Away away) {
            for (int i = 0; i < sessions.size(); i++) {
                Session session = sessions.get(i);
                boolean report = second % 20 == 0 && second <= session.reportUntil();
                if (second < session.diesAt() && (report || second == 0 || second - lastWords[i] >= VOUCH_EVERY)) {
                    lastWords[i] = second;
                    heldBack.add(new Word(i, START.plusSeconds(second), report || second == 0));
                }
            }
            kafkaBackAt = away == Away.KAFKA ? second + 1 : kafkaBackAt;
            if (kafkaBackAt == 0 || second >= kafkaBackAt + heldBackFor) {
                log.addAll(heldBack);
                heldBack.clear();
            }
        }

        private void fold() {
            for (int i = 0; i < perSecond && position < log.size(); i++) {
                Word word = log.get(position++);
                CurrentSession was = folded[word.session()];
                folded[word.session()] = new CurrentSession("s" + word.session(), "g", "a",
                        was == null ? word.receivedAt() : was.connectedAt(),
                        word.report() || was == null ? word.receivedAt() : was.lastReport(), null,
                        word.receivedAt(), false);
                newestFolded = newestFolded == null || word.receivedAt().isAfter(newestFolded)
                        ? word.receivedAt()
                        : newestFolded;
            }
        }

        private void measure(int second) {
            if (second - measuredAt < MEASURE_EVERY) {
                return;
            }
            Instant publishedAt = progress == null ? null : START.plusSeconds(measuredAt);
            PipelineProgress next = rule.next(progress, publishedAt,
                    new Measurement(0, START.plusSeconds(second), log.size(), position, newestFolded), "a");
            if (next != null) {
                progress = next;
                measuredAt = second;
                clock.advance(next);
            }
        }

        private void check(int i, int second, Away away, boolean noNews) {
            NodeStatus was = statuses[i];
            NodeStatus is = judge.judge(folded[i], clock.now());
            statuses[i] = is;
            if (folded[i] == null) {
                return;
            }
            Session session = sessions.get(i);
            if (away != Away.NOTHING && was != null) {
                assertThat(is).as("second %s: statuses freeze while the pipeline pauses", second).isEqualTo(was);
            }
            if (noNews && was != null) {
                assertThat(is).as("second %s: nobody is better off without having been heard of", second)
                        .isGreaterThanOrEqualTo(was);
            }
            if (second < session.diesAt()) {
                assertThat(is).as("second %s: whose gateway lives is not offline", second)
                        .isNotEqualTo(NodeStatus.OFFLINE);
            }
            if (second <= session.reportUntil() && second < session.diesAt()) {
                assertThat(is).as("second %s: who reports is online", second).isEqualTo(NodeStatus.ONLINE);
            }
            int limit = (int) OFFLINE_AFTER.toSeconds() + MEASURE_EVERY;
            if (progress.lag() == 0 && second - quietSince > limit && second - session.diesAt() > limit) {
                assertThat(is).as("second %s: whose gateway died goes offline", second).isEqualTo(NodeStatus.OFFLINE);
            }
        }
    }

    private static Away[] timetable(List<Pause> pauses) {
        List<Away> seconds = new ArrayList<>();
        for (Pause pause : pauses) {
            for (int i = 0; i < pause.gap(); i++) {
                seconds.add(Away.NOTHING);
            }
            for (int i = 0; i < pause.length(); i++) {
                seconds.add(pause.what());
            }
        }
        for (int i = 0; i < 300; i++) {
            seconds.add(Away.NOTHING);
        }
        return seconds.toArray(Away[]::new);
    }

    @Provide
    Arbitrary<List<Session>> sessions() {
        return Combinators
                .combine(
                        Arbitraries.integers().withDistribution(RandomDistribution.uniform()).between(0, END_OF_PAUSES),
                        Arbitraries.integers().withDistribution(RandomDistribution.uniform()).between(1, END_OF_PAUSES))
                .as(Session::new).list().ofMinSize(1).ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<Pause>> pauses() {
        return Combinators.combine(Arbitraries.of(Away.AGGREGATOR, Away.KAFKA), Arbitraries.integers().between(1, 250),
                Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.integers().between(1, 30)),
                        Tuple.of(2,
                                Arbitraries.integers().withDistribution(RandomDistribution.uniform()).between(30,
                                        1500))))
                .as(Pause::new).list().ofMinSize(1).ofMaxSize(5);
    }
}
