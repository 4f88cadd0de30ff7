package io.starkbeat.kit.service;

import io.starkbeat.kit.service.RunningService.Phase;
import io.starkbeat.kit.settings.DurationText;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The orderly stop of a process's services: unready, stop accepting, wait out `DRAIN_FOR`, close and flush. Each step
/// has its time; one that overruns is interrupted and left behind, so that a hanging service does not keep the others
/// from flushing.
final class StopSequence {
    private static final Logger log = LoggerFactory.getLogger(StopSequence.class);

    private final List<RunningService> services;
    private final ProcessSettings settings;
    private boolean orderly = true;

    /// @param services those whose start was begun, in that order; one that failed is only stopped
    StopSequence(List<RunningService> services, ProcessSettings settings) {
        this.services = services;
        this.settings = settings;
    }

    /// Runs it once.
    ///
    /// @return whether every service stopped by itself, in time and without an error
    boolean run() throws InterruptedException {
        List<RunningService> serving = services.stream().filter(each -> each.phase() == Phase.RUNNING).toList();
        for (RunningService each : services) {
            each.enter(Phase.STOPPING);
        }
        long end = System.nanoTime() + settings.stopWithin().toNanos();
        for (RunningService each : serving) {
            step(each, "stop accepting", each.service()::stopAccepting, end);
        }
        if (!settings.drainFor().isZero() && !serving.isEmpty()) {
            log.info("draining for {}", DurationText.print(settings.drainFor()));
            Thread.sleep(settings.drainFor());
            end += settings.drainFor().toNanos();
        }
        for (RunningService each : services.reversed()) {
            long begun = System.nanoTime();
            if (step(each, "stop", each.service()::stop, end)) {
                log.info("{}: stopped in {} ms", each.name(), (System.nanoTime() - begun) / 1_000_000);
            }
            each.enter(Phase.STOPPED);
        }
        return orderly;
    }

    private interface Step {
        void run() throws Exception;
    }

    private boolean step(RunningService of, String what, Step step, long end) throws InterruptedException {
        Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        Duration within = left.compareTo(of.service().stopWithin()) < 0 ? left : of.service().stopWithin();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().name(what.replace(' ', '-') + "-" + of.name()).daemon().start(() -> {
            try {
                step.run();
            } catch (Exception | LinkageError | AssertionError failed) {
                failure.set(failed);
            }
        });
        if (!thread.join(within)) {
            StackTraceElement[] at = thread.getStackTrace();
            thread.interrupt();
            log.warn("{}: '{}' took longer than {} and is left behind{}", of.name(), what, DurationText.print(within),
                    at.length == 0 ? "" : ", at " + at[0]);
            orderly = false;
            return false;
        }
        Throwable failed = failure.get();
        if (failed != null) {
            log.error("{}: '{}' failed", of.name(), what, failed);
            orderly = false;
            return false;
        }
        return true;
    }
}
