package io.starkbeat.query.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.starkbeat.kit.intake.PoisonMetrics;
import io.starkbeat.query.liveness.NodeStatus;
import io.starkbeat.schemas.intake.PoisonReason;
import io.starkbeat.schemas.topic.Topic;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/// The meters of the service, as `/metrics` shows them. What holds among them:
///
/// - `starkbeat_query_records_total{topic="node-state"}`, summed over `outcome`, is every record read since the start:
///   taken + tombstone + poisoned + superseded (while restoring, passed over for a newer one of the same node) + failed
///   (passed over for a defect of ours; alert above 0); and so for
///   `pipeline-progress` and, from near its end on, for `node-telemetry-rejected`. Those that are poisoned are counted once more by reason, as
///   `starkbeat_query_records_poisoned_total` (see [PoisonMetrics]).
/// - `starkbeat_query_nodes`, summed over `status`, is the number of nodes in the store and the length of `GET /api/nodes`.
/// - `starkbeat_query_list_builds_seconds_count` ≤ `starkbeat_query_requests_seconds_count{route="/api/nodes"}` +
///   `starkbeat_query_rpc_calls_seconds_count{method="nodeData_getNodes"}`: the difference is how often an answer was
///   shared. A body is never made while the last one is young (see `NodeIndex`).
/// - `time() - starkbeat_query_as_of_seconds` is the age of the answers: seconds while all is well (progress is published
///   every 2 s). Alert above 30: folding stands still, or this reader does. 0 while no pipeline time is known.
/// - `starkbeat_query_requests_seconds_count{status="503"}` rises only while the store is restored.
public final class QueryMetrics {
    /// What became of a record that was read.
    public enum RecordOutcome {
        TAKEN,
        TOMBSTONE,
        POISONED,
        /// Restored, and not even read: a newer record of its node was restored behind it.
        SUPERSEDED,
        /// Could not be taken for a defect of ours, which the log tells of.
        FAILED
    }

    private final MeterRegistry meters;
    private final Map<RecordOutcome, Counter> nodeStateRecords = new EnumMap<>(RecordOutcome.class);
    private final Map<RecordOutcome, Counter> progressRecords = new EnumMap<>(RecordOutcome.class);
    private final Map<RecordOutcome, Counter> rejectedRecords = new EnumMap<>(RecordOutcome.class);
    private final PoisonMetrics poison;
    private final Timer listBuilds;
    private final DistributionSummary listBytes;
    private final RpcMetrics rpc;

    public QueryMetrics(MeterRegistry meters) {
        this.meters = meters;
        Stream.of(RecordOutcome.values()).forEach(outcome -> {
            nodeStateRecords.put(outcome, records(Topic.NODE_STATE, outcome));
            progressRecords.put(outcome, records(Topic.PIPELINE_PROGRESS, outcome));
            rejectedRecords.put(outcome, records(Topic.NODE_TELEMETRY_REJECTED, outcome));
        });
        this.poison = new PoisonMetrics(meters, "query",
                List.of(Topic.NODE_STATE.suffix(), Topic.PIPELINE_PROGRESS.suffix(),
                        Topic.NODE_TELEMETRY_REJECTED.suffix()));
        this.listBuilds = Timer.builder("starkbeat.query.list.builds")
                .description("Putting together the body of GET /api/nodes")
                .register(meters);
        this.listBytes = DistributionSummary.builder("starkbeat.query.list.size")
                .baseUnit("bytes")
                .description("Size of the body of GET /api/nodes")
                .register(meters);
        this.rpc = new RpcMetrics(meters);
    }

    private Counter records(Topic topic, RecordOutcome outcome) {
        return Counter.builder("starkbeat.query.records")
                .tag("topic", topic.suffix())
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .description("Records read, by what became of them")
                .register(meters);
    }

    /// The meters of JSON-RPC.
    public RpcMetrics rpc() {
        return rpc;
    }

    /// Counts a record of `node-state` that was not left out.
    public void nodeStateRecord(RecordOutcome outcome) {
        increment(nodeStateRecords, outcome);
    }

    /// Counts a record of `pipeline-progress` that was not left out.
    public void progressRecord(RecordOutcome outcome) {
        increment(progressRecords, outcome);
    }

    /// Counts a record of `node-state` that was left out, and tells of it.
    ///
    /// @param place  where it lies
    /// @param detail what is wrong with it
    public void nodeStatePoisoned(String place, PoisonReason reason, String detail) {
        increment(nodeStateRecords, RecordOutcome.POISONED);
        poison.passedOver(Topic.NODE_STATE.suffix(), place, reason, detail);
    }

    /// Counts a record of `pipeline-progress` that was left out, and tells of it.
    ///
    /// @param place  where it lies
    /// @param detail what is wrong with it
    public void progressPoisoned(String place, PoisonReason reason, String detail) {
        increment(progressRecords, RecordOutcome.POISONED);
        poison.passedOver(Topic.PIPELINE_PROGRESS.suffix(), place, reason, detail);
    }

    /// Counts a record of `node-telemetry-rejected` that was not left out.
    public void rejectedRecord(RecordOutcome outcome) {
        increment(rejectedRecords, outcome);
    }

    /// Counts a record of `node-telemetry-rejected` that was left out, and tells of it.
    ///
    /// @param place  where it lies
    /// @param detail what is wrong with it
    public void rejectedPoisoned(String place, PoisonReason reason, String detail) {
        increment(rejectedRecords, RecordOutcome.POISONED);
        poison.passedOver(Topic.NODE_TELEMETRY_REJECTED.suffix(), place, reason, detail);
    }

    /// Shows how much is kept of what was rejected, asked for at each scrape.
    ///
    /// @param log kept by a weak reference
    public <T> void observeRejected(T log, ToDoubleFunction<T> bytes, ToDoubleFunction<T> sessions) {
        Gauge.builder("starkbeat.query.rejected.kept", log, bytes)
                .baseUnit("bytes")
                .description("Memory that rejected messages take, about")
                .register(meters);
        Gauge.builder("starkbeat.query.rejected.sessions", log, sessions)
                .description("Sessions of which rejected messages are kept")
                .register(meters);
    }

    /// Notes that a list was put together.
    public void listBuilt(Duration took, int bytes) {
        listBuilds.record(took);
        listBytes.record(bytes);
    }

    /// Notes an answered request.
    ///
    /// @param route the pattern, not the path: there is a time series for each
    public void request(String route, int status, Duration took) {
        Timer.builder("starkbeat.query.requests")
                .tag("route", route)
                .tag("status", Integer.toString(status))
                .description("Requests answered")
                .register(meters)
                .record(took.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Shows how many nodes have each status, and as of when, both asked for at each scrape.
    ///
    /// @param source     kept by a weak reference
    /// @param asOfMillis epoch milliseconds, 0 when unknown
    public <T> void observe(T source, CountByStatus<T> count, ToLongFunction<T> asOfMillis) {
        for (NodeStatus status : NodeStatus.values()) {
            ToDoubleFunction<T> nodes = from -> count.of(from, status);
            Gauge.builder("starkbeat.query.nodes", source, nodes)
                    .tag("status", status.key())
                    .description("Nodes known, by status")
                    .register(meters);
        }
        Gauge.builder("starkbeat.query.as.of", source, from -> asOfMillis.applyAsLong(from) / 1000.0)
                .baseUnit("seconds")
                .description("Pipeline time as of which answers hold, in Unix time")
                .register(meters);
    }

    /// How many nodes have a status.
    @FunctionalInterface
    public interface CountByStatus<T> {
        int of(T source, NodeStatus status);
    }

    private static void increment(Map<RecordOutcome, Counter> counters, RecordOutcome outcome) {
        Objects.requireNonNull(counters.get(outcome)).increment();
    }
}
