package io.starkbeat.query.catalog;

import io.starkbeat.query.liveness.LivenessJudge;
import io.starkbeat.query.liveness.LivenessRules;
import io.starkbeat.query.liveness.NodeStatus;
import io.starkbeat.query.progress.PipelineTime;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// How all nodes stand at one pipeline time and one version of the index: their statuses, and the best height of each
/// network. Immutable once made.
///
/// It says itself until when it holds, so that the clock may tick without anything being judged anew.
public final class Standings {
    private final long version;
    private final @Nullable PipelineTime at;
    /// In pipeline time, in milliseconds since 1970.
    private final long holdsUntil;
    private final IndexedNode[] nodes;
    private final NodeStatus[] statuses;
    private final BestHeights best = new BestHeights();
    /// By what handshakes told, of up to hours ago: the past, so it only counts where no two addresses tell of now.
    private final BestHeights crawledBest = new BestHeights();

    /// @param version of the index, read before the nodes were
    /// @param at      null only where there are no nodes
    Standings(long version, Collection<IndexedNode> indexed, @Nullable PipelineTime at, LivenessRules rules) {
        this.version = version;
        this.at = at;
        this.nodes = indexed.toArray(IndexedNode[]::new);
        this.statuses = new NodeStatus[nodes.length];
        this.holdsUntil = nodes.length == 0
                ? LivenessJudge.FOREVER
                : judge(rules.at(Objects.requireNonNull(at, "nodes are known, but no time")));
    }

    /// The first time at which anything that is judged here may be judged otherwise.
    private long judge(LivenessJudge judge) {
        long first = LivenessJudge.FOREVER;
        for (int i = 0; i < nodes.length; i++) {
            IndexedNode node = nodes[i];
            NodeStatus status = judge.status(node.lastWords());
            statuses[i] = status;
            first = Math.min(first, judge.holdsUntil(status, node.lastWords()));
            String network = node.network();
            if (status == NodeStatus.ONLINE && network != null && node.height().isPresent()) {
                BestHeights heights = node.heightCrawled() ? crawledBest : best;
                heights.add(network, node.heightOrigin(), node.height().getAsLong());
            }
        }
        return first;
    }

    /// Whether nothing that was judged here can have changed.
    boolean hold(long currentVersion, @Nullable PipelineTime now) {
        return version == currentVersion && (Objects.equals(at, now)
                || at != null && now != null && at.pauses().equals(now.pauses())
                        && !now.time().isBefore(at.time()) && now.time().toEpochMilli() <= holdsUntil);
    }

    @Nullable
    PipelineTime at() {
        return at;
    }

    /// How many nodes there are.
    public int size() {
        return nodes.length;
    }

    /// The id of the node at a place: ids ascend with their places.
    ///
    /// @param place from 0 on
    public String nodeId(int place) {
        return nodes[place].nodeId();
    }

    /// The node at a place.
    public PresentNode node(int place) {
        IndexedNode node = nodes[place];
        return new PresentNode(node, statuses[place], lag(node));
    }

    /// Whether the node at a place shows what it showed before, but for when it was last seen.
    ///
    /// @param before the same node in earlier standings
    public boolean isUnchanged(int place, PresentNode before) {
        IndexedNode node = nodes[place];
        return before.looksLike(node, statuses[place], lag(node));
    }

    /// All nodes as they stand, in the order of their ids.
    List<PresentNode> all() {
        return new AbstractList<>() {
            @Override
            public PresentNode get(int i) {
                return node(i);
            }

            @Override
            public int size() {
                return nodes.length;
            }
        };
    }

    int count(NodeStatus status) {
        return (int) Arrays.stream(statuses).filter(each -> each == status).count();
    }

    /// A network's best height, unsigned; empty when no online node tells one. That of nodes that report, where two addresses
    /// do; else that of nodes that a crawler met, where two networks tell theirs; else whatever there is, of reports first.
    OptionalLong best(String network) {
        return bestOf(network).of(network);
    }

    private BestHeights bestOf(String network) {
        boolean reported = best.isAgreed(network) || best.knows(network) && !crawledBest.isAgreed(network);
        return reported ? best : crawledBest;
    }

    private OptionalLong lag(IndexedNode node) {
        return lag(node.network(), node.height(), node.heightCrawled());
    }

    /// How far a node lies behind its network's best height; empty when its height, its network or the best is not known. So
    /// it is too for a height that a crawler told, beside a best height that nodes report: that one goes on and the other
    /// stands still, so what lies between is time, not the node's lag.
    ///
    /// @param crawled whether a crawler told the height
    OptionalLong lag(@Nullable String network, OptionalLong height, boolean crawled) {
        if (network == null || height.isEmpty()) {
            return OptionalLong.empty();
        }
        BestHeights heights = bestOf(network);
        return crawled && heights == best ? OptionalLong.empty() : heights.lag(network, height.getAsLong());
    }
}
