package io.starkbeat.schemas.topic;

import java.time.Duration;
import java.util.Map;

/// The topics of the pipeline, in the order in which data flows through them. Services meet nowhere else.
///
/// A topic's full name is its [#suffix()] behind the installation's prefix (`TOPIC_PREFIX`, `starkbeat.` by default);
/// see [#in(String)].
public enum Topic {
    /// Key: session id; value: `SessionEvent`. What nodes reported, as the gateway accepted it.
    NODE_TELEMETRY("node-telemetry", Partitioning.JOINED, deletedAfter(Duration.ofDays(7))),

    /// Key: session id; value: `RejectedMessage`. What could not be understood, with the reason.
    NODE_TELEMETRY_REJECTED("node-telemetry-rejected", Partitioning.JOINED, deletedAfter(Duration.ofDays(7))),

    /// Key: peer id; value: `PeerSighting`. Whom a crawler met.
    NODE_SIGHTINGS("node-sightings", Partitioning.JOINED, compactedAndDeletedAfter(Duration.ofDays(30))),

    /// Key: node id; value: `NodeState`, a tombstone when the node is forgotten. The compaction lag lets a reader that
    /// was away for less than an hour see every state in between. What is older is soon compacted, since every reader
    /// reads all of it when it starts: Kafka never compacts the segment that it writes to, and by default keeps writing
    /// to one for a week.
    NODE_STATE("node-state", Partitioning.JOINED,
            Map.of("cleanup.policy", "compact", "min.compaction.lag.ms",
                    String.valueOf(Duration.ofHours(1).toMillis()), "segment.ms",
                    String.valueOf(Duration.ofHours(1).toMillis()))),

    /// Key: number of a partition of `node-telemetry`; value: `PipelineProgress`. One partition of its own is enough: it
    /// holds one small record for each partition of the input. Compacted soon, as `node-state`: it grows by a record for
    /// each partition and two seconds.
    PIPELINE_PROGRESS("pipeline-progress", Partitioning.SINGLE,
            Map.of("cleanup.policy", "compact", "segment.ms", String.valueOf(Duration.ofMinutes(10).toMillis())));

    /// How many partitions a topic has.
    public enum Partitioning {
        /// As many as every other joined topic (`TOPIC_PARTITIONS`), so that one task sees one node whole.
        JOINED,
        /// Exactly one.
        SINGLE
    }

    private final String suffix;
    private final Partitioning partitioning;
    @SuppressWarnings("ImmutableEnumChecker") // always from Map.of
    private final Map<String, String> config;

    Topic(String suffix, Partitioning partitioning, Map<String, String> config) {
        this.suffix = suffix;
        this.partitioning = partitioning;
        this.config = config;
    }

    /// The name behind the prefix, for example `node-telemetry`.
    public String suffix() {
        return suffix;
    }

    /// The full name in an installation, for example `starkbeat.node-telemetry`.
    ///
    /// @param prefix the installation's `TOPIC_PREFIX`, with its own separator at the end; may be empty
    public String in(String prefix) {
        return prefix + suffix;
    }

    public Partitioning partitioning() {
        return partitioning;
    }

    /// The topic's settings at creation; an operator may change them afterwards.
    public Map<String, String> config() {
        return config;
    }

    private static Map<String, String> deletedAfter(Duration retention) {
        return Map.of("cleanup.policy", "delete", "retention.ms", String.valueOf(retention.toMillis()));
    }

    private static Map<String, String> compactedAndDeletedAfter(Duration retention) {
        return Map.of("cleanup.policy", "compact,delete", "retention.ms", String.valueOf(retention.toMillis()));
    }
}
