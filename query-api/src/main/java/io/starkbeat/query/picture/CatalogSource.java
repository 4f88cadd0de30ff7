package io.starkbeat.query.picture;

import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.node.Claim;
import io.starkbeat.schemas.node.CurrentSession;
import io.starkbeat.schemas.node.FieldTimes;
import io.starkbeat.schemas.node.NodeSource;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.peer.PeerSighting;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Of whose words the catalog is made (`CATALOG_SOURCE`). The specification draws two APIs, one over what nodes report and one
/// over what a crawler finds; here they are one, or as many as one likes.
public enum CatalogSource {
    /// Both, put together.
    ALL {
        @Override
        public Optional<NodeState> of(NodeState state) {
            return Optional.of(state);
        }
    },
    /// What nodes report. Only `revision` still counts what the crawl changed.
    TELEMETRY {
        @Override
        public Optional<NodeState> of(NodeState state) {
            return state.sources().contains(NodeSource.TELEMETRY)
                    ? Optional.of(new NodeState(state.nodeId(), state.revision(), state.fields(), state.fieldTimes(),
                            state.country(), state.address(), state.session(), state.claims(), state.contested(), false,
                            List.of(NodeSource.TELEMETRY), firstReported(state), state.lastReport(), null))
                    : Optional.empty();
        }
    },
    /// What a crawler found. Nothing of what a node reported, nor that it did, can be told from what is left.
    CRAWLER {
        @Override
        public Optional<NodeState> of(NodeState state) {
            return Optional.ofNullable(state.p2p()).map(p2p -> alone(state.nodeId(), p2p));
        }
    };

    /// As many states as the crawl alone tells of: the topic's count goes up with each report.
    private static final long ONLY_REVISION = 1;

    /// A node's state as this source alone knows it; empty when it does not know the node. Pure.
    public abstract Optional<NodeState> of(NodeState state);

    /// When telemetry first told of the node. Where the crawler was the first to, the state no longer says so; then when the
    /// earliest session that it knows began.
    private static Instant firstReported(NodeState state) {
        PeerSighting p2p = state.p2p();
        if (p2p == null || firstSeen(p2p).isAfter(state.firstSeen())) {
            return state.firstSeen();
        }
        return Stream.concat(state.claims().stream().map(Claim::connectedAt),
                Stream.ofNullable(state.session()).map(CurrentSession::connectedAt))
                .min(Comparator.naturalOrder()).orElse(state.firstSeen());
    }

    private static Instant firstSeen(PeerSighting p2p) {
        return p2p.firstSeen() == null ? p2p.seenAt() : p2p.firstSeen();
    }

    private static NodeState alone(String nodeId, PeerSighting p2p) {
        return new NodeState(nodeId, ONLY_REVISION, Fields.EMPTY, FieldTimes.NONE, null, null, null, List.of(), false,
                true, List.of(NodeSource.CRAWLER), firstSeen(p2p), null, p2p);
    }
}
