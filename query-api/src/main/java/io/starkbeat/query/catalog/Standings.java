package io.starkbeat.query.catalog;

import io.starkbeat.query.liveness.LivenessRules;
import io.starkbeat.query.liveness.NodeStatus;
import io.starkbeat.query.progress.PipelineTime;
import io.starkbeat.schemas.node.CurrentSession;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// How all nodes stand at one pipeline time and one version of the index: their statuses, and the best height of each
/// network. Immutable once made.
///
/// It says itself until when it holds, so that the clock may tick without anything being judged anew.
final class Standings {
    private final long version;
    private final @Nullable PipelineTime at;
    private final Instant holdsUntil;
    private final IndexedNode[] nodes;
    private final NodeStatus[] statuses;
    private final BestHeights best = new BestHeights();

    /// @param version of the index, read before the nodes were
    /// @param at      null only where there are no nodes
    Standings(long version, Collection<IndexedNode> indexed, @Nullable PipelineTime at, LivenessRules rules) {
        this.version = version;
        this.at = at;
        this.nodes = indexed.toArray(IndexedNode[]::new);
        this.statuses = new NodeStatus[nodes.length];
        Instant first = Instant.MAX;
        for (int i = 0; i < nodes.length; i++) {
            IndexedNode node = nodes[i];
            PipelineTime now = Objects.requireNonNull(at, "nodes are known, but no time");
            statuses[i] = rules.judge(node.session(), now);
            Instant until = rules.holdsUntil(statuses[i], node.session(), now);
            first = until.isBefore(first) ? until : first;
            enter(node, statuses[i]);
        }
        this.holdsUntil = first;
    }

    private void enter(IndexedNode node, NodeStatus status) {
        CurrentSession session = node.session();
        String network = node.network();
        if (status == NodeStatus.ONLINE && session != null && network != null && node.height().isPresent()) {
            // Those whose address nobody knows any more count as one address: they may be.
            String addressKey = Objects.requireNonNullElse(session.addressKey(), "");
            best.add(network, addressKey, node.height().getAsLong());
        }
    }

    /// Whether nothing that was judged here can have changed.
    boolean hold(long currentVersion, @Nullable PipelineTime now) {
        return version == currentVersion && (Objects.equals(at, now)
                || at != null && now != null && at.pauses().equals(now.pauses())
                        && !now.time().isBefore(at.time()) && !now.time().isAfter(holdsUntil));
    }

    @Nullable
    PipelineTime at() {
        return at;
    }

    int size() {
        return nodes.length;
    }

    IndexedNode node(int i) {
        return nodes[i];
    }

    NodeStatus status(int i) {
        return statuses[i];
    }

    int count(NodeStatus status) {
        return (int) Arrays.stream(statuses).filter(each -> each == status).count();
    }

    /// How far a node lies behind its network's best height; empty when its height, its network or the best is not known.
    OptionalLong lag(@Nullable String network, OptionalLong height) {
        return network == null || height.isEmpty() ? OptionalLong.empty() : best.lag(network, height.getAsLong());
    }
}
