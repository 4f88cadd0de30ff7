package io.starkbeat.crawler.libp2p.stream;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/// The moment at which a step has to be done, however slowly a peer goes on sending: a limit for the whole step, never for
/// one read.
public final class Deadline {
    /// For reads that wait for nothing in particular, such as a session's for its next frame.
    public static final Deadline NEVER = new Deadline("nothing", Duration.ofNanos(Long.MAX_VALUE), 0);

    private final String step;
    private final Duration allowed;
    private final long at;

    private Deadline(String step, Duration allowed, long at) {
        this.step = step;
        this.allowed = allowed;
        this.at = at;
    }

    /// So long from now.
    ///
    /// @param step what has to be done by then, as a message to a person says it: "identify"
    /// @param time from now
    public static Deadline in(Duration time, String step) {
        return new Deadline(step, time, System.nanoTime() + time.toNanos());
    }

    /// A part of this step: it has to be done by the earlier of the two.
    public Deadline part(Duration time, String part) {
        return remaining() <= time.toNanos() ? this : in(time, part);
    }

    /// Nanoseconds, 0 when it has passed.
    public long remaining() {
        return this == NEVER ? Long.MAX_VALUE : Math.max(0, at - System.nanoTime());
    }

    /// Goes on only while it has not passed.
    ///
    /// @throws DialException.DeadlinePassed if it has
    public void check() throws DialException {
        if (remaining() == 0) {
            throw passed();
        }
    }

    /// Waits for a change, at most until then; as with any condition, whoever calls looks for himself what has changed.
    ///
    /// @throws DialException.DeadlinePassed if it has passed before
    /// @throws DialException.Cancelled      if the thread is interrupted
    @SuppressWarnings("WaitNotInLoop") // the loop is the caller's
    public void await(Condition change) throws DialException {
        check();
        try {
            change.await(remaining(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DialException.Cancelled("interrupted while waiting for the peer");
        }
    }

    /// The error to throw once it has passed.
    public DialException passed() {
        return new DialException.DeadlinePassed(step, allowed);
    }
}
