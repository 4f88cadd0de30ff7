package io.starkbeat.query.catalog;

import io.starkbeat.query.liveness.NodeStatus;
import io.starkbeat.query.question.NodeFacts;
import io.starkbeat.query.view.NodeItem;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A node as it stands among the others: what the index keeps of it, with the status and lag of these standings.
record PresentNode(Standings standings, int place) implements NodeFacts {
    private IndexedNode node() {
        return standings.node(place);
    }

    byte[] prepared() {
        return node().prepared();
    }

    @Override
    public String nodeId() {
        return node().nodeId();
    }

    @Override
    public @Nullable String name() {
        return node().name();
    }

    @Override
    public @Nullable String address() {
        return node().address();
    }

    @Override
    public @Nullable String network() {
        return node().network();
    }

    @Override
    public @Nullable String client() {
        return node().client();
    }

    @Override
    public @Nullable String version() {
        return node().version();
    }

    @Override
    public @Nullable String capability() {
        return node().capability();
    }

    @Override
    public @Nullable String country() {
        return node().country();
    }

    @Override
    public @Nullable String blockHash() {
        return NodeItem.blockHash(prepared());
    }

    @Override
    public OptionalLong height() {
        return node().height();
    }

    @Override
    public OptionalLong peerCount() {
        return node().peerCount();
    }

    @Override
    public OptionalDouble cpuUsage() {
        return node().cpuUsage();
    }

    @Override
    public OptionalDouble memoryUsage() {
        return node().memoryUsage();
    }

    @Override
    public OptionalDouble networkTraffic() {
        return node().networkTraffic();
    }

    @Override
    public long lastSeen() {
        return node().lastSeen();
    }

    @Override
    public boolean verified() {
        return node().verified();
    }

    @Override
    public boolean contested() {
        return node().contested();
    }

    @Override
    public boolean toldByTelemetry() {
        return node().toldByTelemetry();
    }

    @Override
    public boolean toldByCrawler() {
        return node().toldByCrawler();
    }

    @Override
    public NodeStatus status() {
        return standings.status(place);
    }

    @Override
    public OptionalLong lag() {
        return standings.lag(node().network(), node().height());
    }
}
