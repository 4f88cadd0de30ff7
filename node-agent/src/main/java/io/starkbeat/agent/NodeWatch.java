package io.starkbeat.agent;

import io.starkbeat.agent.node.Block;
import io.starkbeat.agent.node.MetricsPage;
import io.starkbeat.agent.node.MetricsPage.Findings;
import io.starkbeat.agent.node.NodeException;
import io.starkbeat.agent.node.NodeFacts;
import io.starkbeat.agent.node.StarknetNode;
import io.starkbeat.agent.node.StarknetNode.Progress;
import io.starkbeat.agent.telemetry.Backoff;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Looks at a node, again and again, and reports what is new. What is reported was told by the node just now: while it does
/// not answer nothing is said of it, and what was said before is not repeated to servers that come back. Times are of
/// [System#nanoTime()], which no correction of a clock changes. Not for use by several threads.
final class NodeWatch {
    static final String IDENTITY = "node.identity";
    static final String NETWORK = "network.update";

    private static final Duration SLOWEST_RETRY = Duration.ofSeconds(10);
    private static final Duration OTHER_CHAIN_RETRY = Duration.ofSeconds(30);
    /// A node may be upgraded between two looks.
    private static final Duration FACTS_EVERY = Duration.ofMinutes(10);
    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(10);
    private static final Duration METRICS_EVERY = Duration.ofSeconds(15);
    /// A receipt call that failed is not made again for so long: counts are not worth a node's trouble.
    private static final Duration COUNTS_PAUSE = Duration.ofMinutes(10);
    /// Blocks between two looks, of which the newest's time is still told by the mean.
    private static final long NEAR = 10;

    private final AgentSettings settings;
    private final StarknetNode node;
    private final Optional<MetricsPage> metrics;
    private final Supplier<Map<String, Object>> hostFacts;
    private final String peerId;
    private final Reporter reporter;
    private final OperatorLine operator;
    private final Backoff backoff;
    /// A node that has not answered for so long is one of which nothing is known.
    private final Duration silentAfter;
    private final SyncPace pace = new SyncPace();

    private @Nullable NodeFacts facts;
    private @Nullable Map<String, Object> toldIdentity;
    private @Nullable Block newest;
    private Optional<Progress> progress = Optional.empty();
    private Findings findings = Findings.NONE;
    private Map<String, Object> toldBlock = Map.of();
    private Map<String, Object> toldFindings = Map.of();
    private final Timer answered = new Timer();
    private final Timer factsRead = new Timer();
    private final Timer progressRead = new Timer();
    private final Timer metricsRead = new Timer();
    private final Timer countsRead = new Timer();
    private final Timer countsFailed = new Timer();

    NodeWatch(AgentSettings settings, StarknetNode node, Optional<MetricsPage> metrics,
            Supplier<Map<String, Object>> hostFacts, String peerId, Reporter reporter, OperatorLine operator) {
        this.settings = settings;
        this.node = node;
        this.metrics = metrics;
        this.hostFacts = hostFacts;
        this.peerId = peerId;
        this.reporter = reporter;
        this.operator = operator;
        this.silentAfter = silentAfter(settings.poll(), settings.timeout());
        this.backoff = new Backoff(settings.poll(),
                settings.poll().compareTo(SLOWEST_RETRY) > 0 ? settings.poll() : SLOWEST_RETRY,
                ThreadLocalRandom.current());
    }

    /// No less than what lies between two answers of a node that is well: two polls, or the time after which a node that
    /// tells of blocks by itself is asked all the same; and the answer may take its time.
    static Duration silentAfter(Duration poll, Duration timeout) {
        var twoPolls = poll.multipliedBy(2);
        return (twoPolls.compareTo(Agent.CHECK_EVERY) > 0 ? twoPolls : Agent.CHECK_EVERY).plus(timeout);
    }

    /// It may be another node that answers from now on: the next look asks who it is before anything is reported.
    void doubt() {
        factsRead.reset();
    }

    /// The next look reads the metrics page, whenever that was done last.
    void doubtMetrics() {
        metricsRead.reset();
    }

    /// Whether the node has answered lately, and is the one that is expected.
    boolean isAnswering() {
        return facts != null && !answered.isOlderThan(silentAfter);
    }

    /// What its metrics told last.
    Findings findings() {
        return findings;
    }

    /// Looks once.
    ///
    /// @return after which time to look again
    Duration look() throws InterruptedException {
        try {
            if (!introduce()) {
                return OTHER_CHAIN_RETRY;
            }
            var height = node.height();
            if (newest != null && height.orElse(-1L) < newest.number()) {
                // Fewer blocks than it had: it began anew, or is another one.
                doubt();
                newest = null;
                if (!introduce()) {
                    return OTHER_CHAIN_RETRY;
                }
            }
            followHead(height);
            answered.set();
            backoff.reset();
            operator.well("node", "The node answers again");
            readMetrics();
            return settings.poll();
        } catch (NodeException failed) {
            failed(failed);
            return backoff.next();
        }
    }

    private void failed(NodeException failed) {
        operator.trouble("node", "The node " + failed.getMessage()
                + ". Nothing is reported of it until it does; it is asked again");
        if (facts != null && answered.isOlderThan(silentAfter) || failed.kind() == NodeException.Kind.SILENT) {
            // It may come back as another version, on another chain, or with fewer blocks.
            forgetNode();
        }
        if (answered.isOlderThan(silentAfter)) {
            retract();
        }
    }

    private void forgetNode() {
        facts = null;
        newest = null;
        toldBlock = Map.of();
        findings = Findings.NONE;
        toldFindings = Map.of();
        pace.reset();
    }

    private void retract() {
        reporter.forget(NETWORK);
        reporter.forget(HostWatch.SYSTEM);
    }

    /// @return whether this is a node to report of
    private boolean introduce() throws NodeException, InterruptedException {
        if (facts != null && !factsRead.isOlderThan(FACTS_EVERY)) {
            return true;
        }
        var told = node.facts();
        factsRead.set();
        StarknetNode.doubtAbout(told.specVersion())
                .ifPresentOrElse(doubt -> operator.trouble("version", "About the node: " + doubt),
                        () -> operator.well("version", "The node's JSON-RPC version is one that is known"));
        if (facts != null && !facts.network().equals(told.network())) {
            // Another node answers at this address: nothing that is known is of it.
            forgetNode();
            retract();
        }
        var wanted = settings.expectedNetwork();
        if (wanted.isPresent() && !wanted.get().equals(told.network())) {
            forgetNode();
            retract();
            operator.trouble("network", "The node is on " + told.network() + ", not on " + wanted.get()
                    + " (--network): nothing is reported of it. It is asked again");
            return false;
        }
        operator.well("network", "The node is on " + told.network() + ", as expected");
        if (told.client().or(settings::client).isEmpty()) {
            operator.trouble("client", "The node does not tell which software it is; name it with --client and "
                    + "--client-version");
        }
        facts = told;
        var identity = identity(told);
        if (!identity.equals(toldIdentity)) {
            toldIdentity = identity;
            reporter.report(IDENTITY, identity);
        }
        return true;
    }

    private Map<String, Object> identity(NodeFacts told) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", settings.name());
        fields.put("peer_id", peerId);
        settings.client().or(told::client).ifPresent(client -> fields.put("client", client));
        settings.clientVersion().or(told::version).ifPresent(version -> fields.put("version", version));
        fields.put("capability", settings.capability());
        fields.put("network", told.network());
        fields.put("json_rpc_version", told.specVersion());
        fields.putAll(hostFacts.get());
        return fields;
    }

    private void followHead(Optional<Long> height) throws NodeException, InterruptedException {
        if (progress.isPresent() || progressRead.isOlderThan(PROGRESS_EVERY)) {
            progress = node.progress();
            progressRead.set();
        }
        if (height.isEmpty()) {
            operator.trouble("blocks", "The node has no block yet");
        } else if (newest == null || newest.number() != height.get()) {
            operator.well("blocks", "The node has its first block");
            toldBlock = network(readBlock(height.get()));
            reporter.report(NETWORK, toldBlock);
        }
    }

    /// With its receipts' counts now and then, since they are the larger part of a node's answer by far.
    private Block readBlock(long height) throws NodeException, InterruptedException {
        var every = settings.counts();
        if (every.isPresent() && progress.isEmpty() && countsRead.isOlderThan(every.get())
                && countsFailed.isOlderThan(COUNTS_PAUSE)) {
            countsRead.set();
            try {
                var block = node.block(height, true);
                operator.well("counts", "Transactions, events and messages are counted again");
                return block;
            } catch (NodeException failed) {
                // Whatever it is: whether the node lives is told by the call that comes next, which asks for less.
                countsFailed.set();
                operator.trouble("counts", "The node " + failed.getMessage()
                        + ". Transactions, events and messages are not counted for a while");
            }
        }
        return node.block(height, false);
    }

    private Map<String, Object> network(Block block) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("current_block_number_l2", block.number());
        fields.put("current_block_hash_l2", block.hash());
        block.starknetVersion().filter(version -> !version.isBlank())
                .ifPresent(version -> fields.put("starknet_version", version));
        var before = newest;
        if (before != null && block.number() > before.number() && block.number() - before.number() <= NEAR
                && block.timestamp().isPresent() && before.timestamp().isPresent()
                && block.timestamp().getAsLong() >= before.timestamp().getAsLong()) {
            fields.put("latest_block_time", (block.timestamp().getAsLong() - before.timestamp().getAsLong()) * 1_000
                    / (block.number() - before.number()));
        }
        // All three of one block, or none: numbers of two blocks side by side would belong to neither.
        block.counts().ifPresent(counts -> {
            fields.put("tx_number", block.transactions());
            fields.put("event_number", counts.events());
            fields.put("message_number", counts.messages());
        });
        var behind = progress.map(each -> Math.max(0, each.highest() - block.number()));
        pace.at(block.number(), behind.isPresent());
        if (behind.isPresent()) {
            pace.millisPerBlock().ifPresent(each -> {
                fields.put("avg_sync_time", Math.round(each));
                fields.put("estimate_sync", Math.round(each * behind.get()));
            });
        } else {
            fields.put("estimate_sync", 0);
        }
        newest = block;
        return fields;
    }

    /// After the block, which does not wait for a page that hangs.
    private void readMetrics() throws InterruptedException {
        if (metrics.isPresent() && metricsRead.isOlderThan(METRICS_EVERY)) {
            metricsRead.set();
            try {
                findings = metrics.get().read();
                operator.well("metrics", "The node's metrics page can be read again");
            } catch (NodeException failed) {
                findings = Findings.NONE;
                operator.trouble("metrics", "The metrics page (--metrics) " + failed.getMessage()
                        + ". The node is reported without it");
            }
        }
        var fields = new LinkedHashMap<String, Object>();
        findings.peers().ifPresent(peers -> fields.put("peer_count", peers));
        findings.l1Height().ifPresent(height -> fields.put("current_block_number_l1", height));
        findings.acceptedOnL1().ifPresent(height -> fields.put("finalized_block_number", height));
        if (fields.equals(toldFindings)) {
            return;
        }
        if (!fields.keySet().containsAll(toldFindings.keySet())) {
            // What is not known any more is not said again to servers that come back; the rest is.
            reporter.forget(NETWORK);
            if (!toldBlock.isEmpty()) {
                reporter.report(NETWORK, toldBlock);
            }
        }
        toldFindings = fields;
        if (!fields.isEmpty()) {
            reporter.report(NETWORK, fields);
        }
    }
}
