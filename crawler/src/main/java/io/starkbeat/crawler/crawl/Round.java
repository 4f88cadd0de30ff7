package io.starkbeat.crawler.crawl;

import io.starkbeat.crawler.libp2p.Connection;
import io.starkbeat.crawler.libp2p.Dialer;
import io.starkbeat.crawler.libp2p.identify.Identify;
import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.walk.Failure;
import io.starkbeat.crawler.walk.Frontier;
import io.starkbeat.crawler.walk.Heard;
import io.starkbeat.crawler.walk.Step;
import io.starkbeat.crawler.walk.Target;
import io.starkbeat.schemas.peer.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One round: walks until nobody is left whom it may dial, or its time is over. The thread that runs it takes the walk's steps
/// one by one and has each done by a virtual thread; what these learn they tell the walk under one lock.
final class Round {
    private static final Logger log = LoggerFactory.getLogger(Round.class);

    /// To find and connect to an address, and for its handshake: the dialer's own times are for each of these.
    private static final Duration DIAL_WITHIN = Duration.ofSeconds(25);
    /// For threads that were interrupted to note it.
    private static final Duration LEAVE_WITHIN = Duration.ofSeconds(5);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Dialer dialer;
    private final Frontier frontier;
    private final Chronicle chronicle;
    private final boolean heads;
    private final InstantSource clock;
    private final Consumer<Sighted> out;
    private final Map<Failure, Integer> failures = new EnumMap<>(Failure.class);
    private final Map<Failure, Integer> lost = new EnumMap<>(Failure.class);
    private int dials;
    private boolean cutShort;
    private boolean over;
    private boolean reportFailed;

    /// @param heads whether peers are asked for their newest block
    /// @param out   told of each peer, by one thread at a time; must not wait for anything
    Round(Dialer dialer, Frontier frontier, Chronicle chronicle, boolean heads, InstantSource clock,
            Consumer<Sighted> out) {
        this.dialer = dialer;
        this.frontier = frontier;
        this.chronicle = chronicle;
        this.heads = heads;
        this.clock = clock;
        this.out = out;
    }

    /// Walks.
    ///
    /// @param within after which it stops where it is
    /// @throws InterruptedException if the thread is told to stop; what was found until then has been told
    RoundSummary run(String network, Duration within) throws InterruptedException {
        Instant began = clock.instant();
        long start = System.nanoTime();
        ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("crawl-", 0).factory());
        try {
            walk(threads, start + within.toNanos());
        } finally {
            threads.shutdownNow();
            try {
                if (!threads.awaitTermination(LEAVE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                    log.warn("{}: some conversations did not end within {} s", network, LEAVE_WITHIN.toSeconds());
                }
            } finally {
                // What comes later would meddle with the next round.
                tell(() -> over = true);
            }
        }
        lock.lock();
        try {
            Instant now = clock.instant();
            for (Heard heard : frontier.unmet()) {
                report(chronicle.notMet(heard, now, System.nanoTime()));
            }
            chronicle.tidy(now);
            return new RoundSummary(network, began, Duration.ofNanos(System.nanoTime() - start), frontier.found(),
                    frontier.met(), dials, failures, lost, frontier.withheld(), cutShort);
        } finally {
            lock.unlock();
        }
    }

    Progress progress() {
        lock.lock();
        try {
            return new Progress(frontier.found(), frontier.met(), frontier.underWay());
        } finally {
            lock.unlock();
        }
    }

    private void walk(ExecutorService threads, long end) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                long now = System.nanoTime();
                if (end - now <= 0) {
                    cutShort = true;
                    return;
                }
                switch (frontier.next(now)) {
                    case Step.Dial dial -> {
                        dials++;
                        threads.execute(() -> dial(dial));
                    }
                    case Step.Lookup lookup -> threads.execute(() -> look(lookup));
                    case Step.Wait(Duration time) -> await(Math.min(time.toNanos(), end - now));
                    case Step.Idle _ -> await(end - now);
                    case Step.Done _ -> {
                        return;
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the walk is the loop, and asks the frontier what has changed
    private void await(long nanos) throws InterruptedException {
        long left = changed.awaitNanos(nanos);
        log.trace("woken with {} ns left", left);
    }

    private void look(Step.Lookup lookup) {
        List<Target> targets;
        try {
            targets = dialer.resolve(lookup.name(), Deadline.in(DIAL_WITHIN, "finding " + lookup.name())).stream()
                    .map(target -> new Target(target.socket(), target.peer())).toList();
        } catch (DialException e) {
            log.debug("{}: {}", lookup.name(), e.getMessage());
            notFound(lookup, Failures.of(e));
            return;
        } catch (RuntimeException e) {
            log.warn("{}: a defect kept it from being looked up", lookup.name(), e);
            notFound(lookup, Failure.UNRESOLVED);
            return;
        }
        tell(() -> frontier.resolved(lookup, targets));
    }

    private void notFound(Step.Lookup lookup, Failure how) {
        tell(() -> {
            failures.merge(how, 1, Integer::sum);
            // It counts among the dials that failed.
            dials++;
            frontier.resolved(lookup, List.of());
        });
    }

    private void dial(Step.Dial dial) {
        // Without the peer that is claimed to be there: whoever proves to be there is news.
        Multiaddr address = Multiaddr.tcp(dial.address());
        Connection connection;
        try {
            connection = dialer.connect(address, Deadline.in(DIAL_WITHIN, "dialling " + address));
        } catch (DialException e) {
            log.debug("{}: {}", address, e.getMessage());
            failed(dial, Failures.of(e));
            return;
        } catch (RuntimeException e) {
            log.warn("{}: a defect kept it from being dialled", address, e);
            failed(dial, Failure.ENDED);
            return;
        }
        try (connection) {
            converse(dial, connection);
        } catch (RuntimeException e) {
            log.warn("{}: a defect ended the conversation", address, e);
        } finally {
            // Whatever happened: a place that is not given back is missing until the round's time is over.
            tell(() -> frontier.finished(dial));
        }
    }

    private void failed(Step.Dial dial, Failure how) {
        tell(() -> {
            failures.merge(how, 1, Integer::sum);
            frontier.failed(dial, how, System.nanoTime());
        });
    }

    private void converse(Step.Dial dial, Connection connection) {
        PeerId peer = connection.remotePeer();
        OptionalLong from;
        lock.lock();
        try {
            if (over) {
                return;
            }
            if (!frontier.proven(dial, peer, System.nanoTime())) {
                failures.merge(Failure.MET_AGAIN, 1, Integer::sum);
                return;
            }
            from = heads ? chronicle.lastHeight(peer) : OptionalLong.empty();
        } finally {
            lock.unlock();
        }
        Visit visit = Visit.pay(connection, dial.address(), from, Visit.WITHIN,
                peers -> tell(() -> frontier.named(peer, peers)));
        tell(() -> {
            visit.identify().map(Identify::listenAddresses).ifPresent(listens -> frontier.listens(peer, listens));
            visit.failure().ifPresent(how -> lost.merge(how, 1, Integer::sum));
            report(chronicle.met(visit, clock.instant(), System.nanoTime(), frontier.addresses(peer)));
        });
    }

    /// The walk goes on when a sighting cannot be handed over, with the lock held.
    private void report(Sighted sighted) {
        try {
            out.accept(sighted);
        } catch (RuntimeException e) {
            if (!reportFailed) {
                reportFailed = true;
                log.warn("a sighting was not taken, and is lost; further ones of this round are lost silently", e);
            }
        }
    }

    private void tell(Runnable news) {
        lock.lock();
        try {
            if (!over) {
                news.run();
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
