package io.starkbeat.agent.telemetry;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What one endpoint has yet to be sent. The service's dispatcher puts events in and never waits; the endpoint's own
/// thread takes texts out. So an endpoint that does not read holds nobody up, and what waits for it is bounded.
///
/// Events wait one by one while there is a connection, and until the first attempt to make one has failed. Those for which
/// there is no room, and those of the time without connection, are not kept by themselves: their kinds are owed, and as
/// soon as all else is sent each owed kind is said once, as it stands by then. So a server that comes up late hears how
/// things stand, and not how they began.
final class Outbox {
    private record Waiting(TelemetryEvent event, String text) {}

    private final int capacity;
    private final MessageWriter writer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private final RetainedState state = new RetainedState();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private final Set<String> owed = new LinkedHashSet<>();
    /// There is no connection, and not only not yet.
    private boolean away;
    /// There is a connection, and some kind is yet to be said on it: until then events only change what is said, so that none
    /// comes before the identity.
    private boolean catchingUp;
    /// A text was taken, and whether it went out is not known yet.
    private boolean inFlight;
    private boolean awakened;
    private long offered;
    private long sent;
    private long superseded;
    private long outboxFull;
    private long repeats;
    private long connects;

    Outbox(int capacity, MessageWriter writer) {
        this.capacity = capacity;
        this.writer = writer;
    }

    /// @param text of the event, as it goes out
    void offer(TelemetryEvent event, String text) {
        lock.lock();
        try {
            offered++;
            var kept = state.fold(event);
            if (away) {
                superseded++;
            } else if (catchingUp && kept) {
                superseded++;
                owed.add(RetainedState.kindOf(event.message()));
            } else if (waiting.size() < capacity) {
                waiting.add(new Waiting(event, text));
                changed.signal();
            } else {
                outboxFull++;
                if (kept) {
                    // What is not kept cannot be said again; and so what is owed is bounded by what is kept.
                    owed.add(RetainedState.kindOf(event.message()));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// What was said of a kind is not to be said again, nor what of it has not gone out yet.
    void forget(String kind) {
        lock.lock();
        try {
            state.forget(kind);
            owed.remove(kind);
            catchingUp &= !owed.isEmpty();
            var before = waiting.size();
            waiting.removeIf(each -> RetainedState.kindOf(each.event.message()).equals(kind));
            superseded += before - waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /// There is a connection, to which nothing has been said.
    void connected() {
        lock.lock();
        try {
            connects++;
            if (away) {
                // In the order in which the kinds first came, so that the identity is first.
                owed.clear();
                owed.addAll(state.names());
                catchingUp = !owed.isEmpty();
            }
            away = false;
        } finally {
            lock.unlock();
        }
    }

    /// The connection is no more, or an attempt to make one has failed.
    void disconnected() {
        lock.lock();
        try {
            away = true;
            catchingUp = false;
            superseded += waiting.size();
            waiting.clear();
            if (inFlight) {
                superseded++;
                inFlight = false;
            }
        } finally {
            lock.unlock();
        }
    }

    /// The next text to send; waits for one. After it has gone out [#taken] is called, before the next one is taken.
    ///
    /// @param nanos how long to wait at most
    /// @return empty when there was none for that time, or [#wake] was called
    Optional<String> take(long nanos) throws InterruptedException {
        var left = nanos;
        lock.lockInterruptibly();
        try {
            while (true) {
                if (awakened) {
                    awakened = false;
                    return Optional.empty();
                }
                var first = waiting.poll();
                if (first != null) {
                    inFlight = true;
                    return Optional.of(first.text);
                }
                var standing = nextOwed();
                if (standing.isPresent()) {
                    return standing;
                }
                if (left <= 0) {
                    return Optional.empty();
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// The text that was taken has gone out.
    void taken() {
        lock.lock();
        try {
            if (inFlight) {
                sent++;
                inFlight = false;
            } else {
                repeats++;
            }
        } finally {
            lock.unlock();
        }
    }

    /// Has whoever waits in [#take], or is about to, return at once.
    void wake() {
        lock.lock();
        try {
            awakened = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Whether there is nothing to send.
    boolean isEmpty() {
        lock.lock();
        try {
            return waiting.isEmpty() && owed.isEmpty() && !inFlight;
        } finally {
            lock.unlock();
        }
    }

    TelemetryCounts.OfEndpoint counts() {
        lock.lock();
        try {
            return new TelemetryCounts.OfEndpoint(offered, sent, superseded, outboxFull,
                    waiting.size() + (inFlight ? 1 : 0), repeats, connects);
        } finally {
            lock.unlock();
        }
    }

    private Optional<String> nextOwed() {
        var kinds = owed.iterator();
        while (kinds.hasNext()) {
            var kind = state.get(kinds.next());
            kinds.remove();
            catchingUp &= !owed.isEmpty();
            var text = kind == null ? Optional.<String>empty() : writer.write(kind.fields(), kind.at());
            if (text.isPresent()) {
                return text;
            }
        }
        return Optional.empty();
    }
}
