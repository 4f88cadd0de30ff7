package io.starkbeat.query.catalog;

import io.starkbeat.query.liveness.NodeStatus;
import io.starkbeat.query.question.NodeFacts;
import io.starkbeat.query.question.NodeProperty;
import io.starkbeat.query.view.NodeItem;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A node as it stands among the others: what the index keeps of it, with its status and its lag. Immutable.
public final class PresentNode implements NodeFacts {
    private final IndexedNode node;
    private final NodeStatus status;
    private final OptionalLong lag;

    PresentNode(IndexedNode node, NodeStatus status, OptionalLong lag) {
        this.node = node;
        this.status = status;
        this.lag = lag;
    }

    /// Its item in lists of nodes: a JSON object in UTF-8, made anew.
    public byte[] item() {
        return NodeItem.whole(node.prepared(), status, lag);
    }

    /// Whether this is how the node, standing so, would look: nothing that its item shows is different, but when it was
    /// last seen.
    boolean looksLike(IndexedNode other, NodeStatus otherStatus, OptionalLong otherLag) {
        return node.look() == other.look() && status == otherStatus && lag.equals(otherLag);
    }

    byte[] prepared() {
        return node.prepared();
    }

    @Override
    public String nodeId() {
        return node.nodeId();
    }

    @Override
    public @Nullable String name() {
        return node.name();
    }

    @Override
    public @Nullable String address() {
        return node.address();
    }

    @Override
    public @Nullable String network() {
        return node.network();
    }

    @Override
    public @Nullable String client() {
        return node.client();
    }

    @Override
    public @Nullable String version() {
        return node.version();
    }

    @Override
    public @Nullable String capability() {
        return node.capability();
    }

    @Override
    public @Nullable String country() {
        return node.country();
    }

    @Override
    public @Nullable String blockHash() {
        return NodeItem.told(node.prepared(), NodeProperty.BLOCK_HASH);
    }

    @Override
    public OptionalLong height() {
        return node.height();
    }

    @Override
    public OptionalLong peerCount() {
        return node.peerCount();
    }

    @Override
    public OptionalDouble cpuUsage() {
        return node.cpuUsage();
    }

    @Override
    public OptionalDouble memoryUsage() {
        return node.memoryUsage();
    }

    @Override
    public OptionalDouble networkTraffic() {
        return node.networkTraffic();
    }

    @Override
    public OptionalDouble nodeUptime() {
        return number(NodeProperty.NODE_UPTIME);
    }

    @Override
    public OptionalDouble storageUsage() {
        return number(NodeProperty.STORAGE_USAGE);
    }

    private OptionalDouble number(NodeProperty property) {
        String told = NodeItem.told(node.prepared(), property);
        return told == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(told));
    }

    @Override
    public long lastSeen() {
        return node.lastSeen();
    }

    @Override
    public boolean verified() {
        return node.verified();
    }

    @Override
    public boolean contested() {
        return node.contested();
    }

    @Override
    public @Nullable String contradicted() {
        return NodeItem.told(node.prepared(), NodeProperty.CONTRADICTED);
    }

    @Override
    public @Nullable String fromCrawler() {
        return NodeItem.told(node.prepared(), NodeProperty.FROM_CRAWLER);
    }

    @Override
    public boolean toldByTelemetry() {
        return node.toldByTelemetry();
    }

    @Override
    public boolean toldByCrawler() {
        return node.toldByCrawler();
    }

    @Override
    public NodeStatus status() {
        return status;
    }

    @Override
    public OptionalLong lag() {
        return lag;
    }
}
