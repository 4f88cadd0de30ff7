package io.starkbeat.query.question;

import io.starkbeat.query.liveness.NodeStatus;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A node for tests of questions: what most of them are about, settable; the rest unknown.
record Facts(String nodeId, @Nullable String name, @Nullable String network, @Nullable String client,
        @Nullable String address, NodeStatus status, OptionalLong height, OptionalLong lag, OptionalDouble cpuUsage,
        boolean toldByTelemetry, boolean toldByCrawler) implements NodeFacts {

    static Facts of(String nodeId) {
        return new Facts(nodeId, null, null, null, null, NodeStatus.ONLINE, OptionalLong.empty(), OptionalLong.empty(),
                OptionalDouble.empty(), true, false);
    }

    Facts named(String newName) {
        return new Facts(nodeId, newName, network, client, address, status, height, lag, cpuUsage, toldByTelemetry,
                toldByCrawler);
    }

    Facts at(String newAddress) {
        return new Facts(nodeId, name, network, client, newAddress, status, height, lag, cpuUsage, toldByTelemetry,
                toldByCrawler);
    }

    Facts sources(boolean telemetry, boolean crawler) {
        return new Facts(nodeId, name, network, client, address, status, height, lag, cpuUsage, telemetry, crawler);
    }

    Facts height(long newHeight) {
        return new Facts(nodeId, name, network, client, address, status, OptionalLong.of(newHeight), lag, cpuUsage,
                toldByTelemetry, toldByCrawler);
    }

    @Override
    public @Nullable String version() {
        return null;
    }

    @Override
    public @Nullable String capability() {
        return null;
    }

    @Override
    public @Nullable String country() {
        return null;
    }

    @Override
    public @Nullable String blockHash() {
        return null;
    }

    @Override
    public OptionalLong peerCount() {
        return OptionalLong.empty();
    }

    @Override
    public OptionalDouble memoryUsage() {
        return OptionalDouble.empty();
    }

    @Override
    public OptionalDouble networkTraffic() {
        return OptionalDouble.empty();
    }

    @Override
    public OptionalDouble nodeUptime() {
        return OptionalDouble.empty();
    }

    @Override
    public OptionalDouble storageUsage() {
        return OptionalDouble.empty();
    }

    @Override
    public long lastSeen() {
        return 0;
    }

    @Override
    public boolean verified() {
        return false;
    }

    @Override
    public boolean contested() {
        return false;
    }

    @Override
    public @Nullable String contradicted() {
        return null;
    }

    @Override
    public @Nullable String fromCrawler() {
        return null;
    }
}
