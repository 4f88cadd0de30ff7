package io.starkbeat.standalone.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import org.awaitility.core.ConditionFactory;

/// What may befall the system. Each strikes while nodes report, and returns when every process is back and ready.
enum Fault {
    /// SIGKILL of the gateway: all sockets are lost, what was not acknowledged is gone, and nobody said that it was not.
    GATEWAY {
        @Override
        void strike(Stricken on) {
            on.site().gateway().kill();
            on.watch().begin();
            restart(on.site().gateway());
        }
    },

    /// SIGKILL of the aggregator amid a backlog. Nothing is reported afterwards, so no later state hides a wrong one.
    AGGREGATOR_IN_BACKLOG {
        @Override
        void strike(Stricken on) {
            var site = on.site();
            site.aggregator().kill();
            on.crowd().report(on.plan().rate() * RUSH);
            soon("a backlog piles up").until(() -> on.group().lag() >= on.plan().backlog());
            on.crowd().beSilent();
            site.aggregator().start();
            // A lag that shrank by a part of the backlog: it is folding.
            var amid = on.plan().backlog() * 3L / 4;
            await("the aggregator folds the backlog").atMost(SOON)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> on.group().lag() < amid);
            site.aggregator().kill();
            on.watch().begin();
            assertThat(on.group().lag()).as("records left when it was killed amid the backlog").isPositive();
            restart(site.aggregator());
        }

        @Override
        boolean loadGoesOn() {
            return false;
        }
    },

    /// The aggregator ends when the changelogs of a state are written and the state is not. The states that it had to
    /// write are the last of their nodes, so no later state hides a lost one.
    AGGREGATOR_BETWEEN {
        @Override
        void strike(Stricken on) {
            var site = on.site();
            on.crowd().stop();
            soon("all is folded").until(() -> on.group().lag() == 0);
            site.haltAggregatorAfter(on.random().nextInt(on.plan().sessions() / 2));
            on.crowd().sayOnce();
            assertThat(site.aggregator().process().awaitEnd(SOON)).isEqualTo(HaltBetween.EXIT);
            on.watch().begin();
            on.crowd().beSilent();
            assertThat(site.aggregator().process().said()).contains(HaltBetween.HALTED);
            site.haltNoMore();
            restart(site.aggregator());
        }

        @Override
        boolean loadGoesOn() {
            return false;
        }
    },

    /// SIGKILL of the query API.
    QUERY {
        @Override
        void strike(Stricken on) {
            on.site().query().kill();
            on.watch().begin();
            restart(on.site().query());
        }
    },

    /// SIGKILL of the only broker.
    BROKER {
        @Override
        void strike(Stricken on) {
            on.site().broker().kill();
            on.watch().begin();
            restart(on.site().broker());
        }
    },

    /// SIGSTOP of one of two aggregators, amid a rush, until its partitions are the other's; then SIGCONT: it goes on with
    /// what it was doing, and does not know that it is nobody any more. Nothing is reported meanwhile, so no later state
    /// hides an old one that it writes.
    AGGREGATOR_PAUSED {
        @Override
        void strike(Stricken on) {
            var site = on.site();
            var first = site.aggregator();
            var second = site.secondAggregator();
            second.start();
            second.awaitReady();
            soon("both fold").until(() -> on.group().shares().size() == 2);
            on.crowd().report(on.plan().rate() * RUSH);
            on.crowd().awaitSent(on.plan().rate());
            first.process().pause();
            on.watch().begin();
            on.crowd().beSilent();
            long all = on.plan().partitions();
            soon("the other has all").until(() -> on.group().shares().equals(Map.of(second.instance(), all)));
            on.watch().awaitMoving(SOON);
            first.process().resume();
            soon("the first is back").until(() -> on.group().shares().size() == 2);
            first.awaitReady();
            assertThat(first.process().isAlive()).isTrue();
            // The other faults strike where there is one.
            second.process().terminate();
            soon("the first has all").until(() -> on.group().shares().equals(Map.of(first.instance(), all)));
        }

        @Override
        boolean loadGoesOn() {
            return false;
        }
    };

    private static final Duration SOON = Duration.ofSeconds(90);
    /// So many times as much as nodes usually report.
    private static final int RUSH = 4;

    /// What a fault strikes.
    ///
    /// @param random of the seed
    record Stricken(FaultPlan plan, Site site, Crowd crowd, ReaderWatch watch, AggregatorGroup group,
            SplittableRandom random) {}

    abstract void strike(Stricken on);

    /// Whether nodes report between the fault and the check.
    boolean loadGoesOn() {
        return true;
    }

    private static void restart(Place place) {
        place.start();
        place.awaitReady();
    }

    private static ConditionFactory soon(String what) {
        return await(what).atMost(SOON).pollInterval(Duration.ofMillis(100));
    }
}
