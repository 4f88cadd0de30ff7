package io.starkbeat.query.question;

import io.starkbeat.query.liveness.NodeStatus;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One node at one moment, as far as questions can be asked about it: what its item in the list shows.
public interface NodeFacts {
    String nodeId();

    @Nullable
    String name();

    /// IPv4 or IPv6, as the item shows it.
    @Nullable
    String address();

    @Nullable
    String network();

    @Nullable
    String client();

    @Nullable
    String version();

    @Nullable
    String capability();

    /// ISO 3166-1 alpha-2.
    @Nullable
    String country();

    @Nullable
    String blockHash();

    /// Unsigned.
    OptionalLong height();

    /// Unsigned.
    OptionalLong peerCount();

    /// In percent.
    OptionalDouble cpuUsage();

    /// In percent.
    OptionalDouble memoryUsage();

    /// In bytes per second.
    OptionalDouble networkTraffic();

    /// In seconds.
    OptionalDouble nodeUptime();

    /// In percent.
    OptionalDouble storageUsage();

    /// In milliseconds since 1970.
    long lastSeen();

    boolean verified();

    boolean contested();

    /// The properties on which telemetry and crawl contradict each other, with blanks between them; null when there are none.
    @Nullable
    String contradicted();

    /// The properties whose values a crawler told, with blanks between them; null when there are none.
    @Nullable
    String fromCrawler();

    /// Whether it has reported itself.
    boolean toldByTelemetry();

    /// Whether a crawler has met it.
    boolean toldByCrawler();

    NodeStatus status();

    /// In blocks, unsigned; empty when its height, its network or the network's best height is not known.
    OptionalLong lag();
}
