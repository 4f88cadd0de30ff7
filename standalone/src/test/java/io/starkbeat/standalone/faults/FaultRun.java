package io.starkbeat.standalone.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One system, one crowd, and one fault after the other, each checked before the next: load, fault, load again, silence,
/// check.
final class FaultRun implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FaultRun.class);

    private static final Duration SOON = Duration.ofMinutes(3);
    private static final int MOST_COMPLAINTS = 16;

    private final FaultPlan plan;
    private final long seed;
    private final Site site;
    private final Crowd crowd;
    private final ReaderWatch watch;
    private final AggregatorGroup group;
    private final Ledger ledger;
    private final SplittableRandom random;
    private String gateway;
    private long sentBefore;

    private FaultRun(FaultPlan plan, long seed, Site site) {
        this.plan = plan;
        this.seed = seed;
        this.site = site;
        this.random = new SplittableRandom(seed);
        this.crowd = new Crowd(plan, seed, site.gatewayPort());
        this.watch = new ReaderWatch(site.queryPort(), crowd.probeIds());
        this.group = new AggregatorGroup(site.bootstrapServers(), plan.partitions());
        this.ledger = new Ledger(site.bootstrapServers(), plan.partitions());
        this.gateway = site.gateway().instance();
    }

    /// @param folder for data and logs
    static FaultRun start(FaultPlan plan, long seed, Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        var site = new Site(plan, folder);
        try {
            site.start();
            var run = new FaultRun(plan, seed, site);
            run.crowd.join();
            return run;
        } catch (RuntimeException | Error failed) {
            site.close();
            throw failed;
        }
    }

    /// Lets a fault happen, and says what came of it.
    Outcome suffer(Fault fault) {
        var begun = System.nanoTime();
        try {
            crowd.report();
            crowd.awaitSent((long) plan.rate() * plan.seconds());
            watch.awaitMoving(SOON);
            log.info("seed {}: {} strikes", seed, fault);
            fault.strike(new Fault.Stricken(plan, site, crowd, watch, group, random));
            log.info("seed {}: all processes are back", seed);
            watch.awaitMoving(SOON);
            log.info("seed {}: readers see news", seed);
            if (fault.loadGoesOn()) {
                crowd.report();
                crowd.awaitSent((long) plan.rate() * plan.seconds());
                watch.awaitMoving(SOON);
            }
            var standstill = watch.standstill();
            crowd.stop();
            log.info("seed {}: nothing is reported any more", seed);
            return check(fault, standstill, begun);
        } catch (RuntimeException | AssertionError failed) {
            return Outcome.failed(fault, seed, since(begun), failed);
        }
    }

    private Outcome check(Fault fault, Duration standstill, long begun) {
        var complaints = new ArrayList<String>();
        checkGateway(complaints);
        var verdict = Oracle.ask(site);
        ledger.readOn();
        if (ledger.missing() != verdict.missing()) {
            complaints.add("the ledger counts " + ledger.missing() + " missing, the oracle " + verdict.missing());
        }
        if (ledger.repeated() > 0) {
            complaints.add(ledger.repeated() + " records are in the log twice");
        }
        if (ledger.received() != verdict.received()) {
            complaints.add("the ledger counts " + ledger.received() + " records, the oracle " + verdict.received());
        }
        complaints.addAll(verdict.complaints());
        return new Outcome(fault, seed, ledger.received(), ledger.missing(), verdict.different(), standstill,
                since(begun), complaints.subList(0, Math.min(complaints.size(), MOST_COMPLAINTS)));
    }

    /// A gateway that lives has received all that was sent, and all that it calls accepted is in the log.
    private void checkGateway(List<String> complaints) {
        await("the gateway has nothing in flight").atMost(SOON)
                .until(() -> site.gatewayMetric("messages_in_flight") == 0);
        var received = site.gatewayMetric("messages_received_total");
        var accepted = site.gatewayMetric("messages_accepted_total");
        var rejected = site.gatewayMetric("messages_rejected_total");
        var lost = site.gatewayMetric("messages_failed_total") + site.gatewayMetric("messages_discarded_total")
                + site.gatewayMetric("control_records_lost_total");
        if (lost > 0 || received != accepted + rejected) {
            complaints.add("the gateway received " + received + ", accepted " + accepted + ", rejected " + rejected
                    + ", lost " + lost);
        }
        var inLog = ledger.readOn().reports(site.gateway().instance());
        if (inLog != accepted) {
            complaints.add("the gateway says that it accepted " + accepted + ", the log holds " + inLog);
        }
        if (!gateway.equals(site.gateway().instance())) {
            gateway = site.gateway().instance();
            sentBefore = crowd.sent() - received;
        } else if (crowd.sent() - sentBefore != received) {
            complaints.add("nodes sent " + (crowd.sent() - sentBefore) + ", the gateway received " + received);
        }
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    @Override
    public void close() {
        crowd.close();
        watch.close();
        group.close();
        ledger.close();
        site.close();
    }
}
