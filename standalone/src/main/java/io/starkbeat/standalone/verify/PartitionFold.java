package io.starkbeat.standalone.verify;

import io.starkbeat.aggregator.fold.FoldedSoFar;
import io.starkbeat.aggregator.fold.ForgettingRule;
import io.starkbeat.aggregator.fold.NodeChange;
import io.starkbeat.aggregator.fold.NodeInput;
import io.starkbeat.aggregator.fold.PictureFold;
import io.starkbeat.aggregator.fold.SessionFold;
import io.starkbeat.aggregator.fold.SessionState;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.peer.PeerSighting;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.standalone.verify.Verdict.Gap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The fold of one partition of the log, record by record: the aggregator's pure functions over plain maps, and what the
/// oracle has to know besides. Not thread-safe.
///
/// Two things the log does not tell. **When the aggregator read**: from the first record that is *watched* on, every
/// state that a node passes through is kept, since `node-state` may show any of them. **When it forgot**: a node that
/// speaks after it was due may have been forgotten before or not, so both ways are folded on (see [FoldedNode#accepted]).
///
/// Memory: sessions are dropped once they have ended, or are silent for as long as the aggregator keeps them; nodes a day
/// after they were due, so that a week of nameless sessions leaves little more than their names.
final class PartitionFold {
    /// How far the clocks of those may differ who say when a node spoke, and who judge when it is due.
    private static final Duration CLOCKS = Duration.ofSeconds(5);
    /// How long after it was due a node's state is no longer looked for.
    private static final Duration LONG_DUE = Duration.ofDays(1);
    /// Ways that a node may have gone; more are only possible by its being forgotten as often within the log.
    private static final int MAX_WAYS = 4;
    /// Below this many, dropping what is done with is not worth a look at all.
    private static final int SWEEP_FROM = 10_000;

    private final int partition;
    private final boolean begunLate;
    private final PictureFold picture;
    private final ForgettingRule forgetting;
    private final Consumer<Gap> gaps;

    private final Map<String, Session> sessions = new HashMap<>();
    private final Map<String, Node> nodes = new HashMap<>();
    private final Map<String, FoldedNode> passed = new HashMap<>();
    private final Set<String> forgotten = new HashSet<>();
    /// Peers of whom the log tells that a crawler heard of them, and not that any met them.
    private final Set<String> hearsay = new HashSet<>();
    /// Sessions that may have named themselves before the log begins.
    private final Set<String> ofUnknownNode = new HashSet<>();
    private int sweepSessionsAt = SWEEP_FROM;
    private int sweepNodesAt = SWEEP_FROM;
    private @Nullable Instant first;
    private Instant newest = Instant.MIN;

    private long folded;
    private long repeated;
    private long undecodable;
    private long missing;
    private long sightings;
    private long begun;
    private long cut;

    /// @param cut whether the log no longer holds its beginning
    private record Session(SessionState state, boolean cut) {}

    /// @param ways the states that it may have, by whether it was forgotten in between; the first: never
    private record Node(List<NodeState> ways, boolean cut) {}

    /// @param begunLate whether the log no longer holds the partition's beginning
    /// @param gaps      told of each gap
    PartitionFold(int partition, boolean begunLate, PictureFold picture, ForgettingRule forgetting,
            Consumer<Gap> gaps) {
        this.partition = partition;
        this.begunLate = begunLate;
        this.picture = picture;
        this.forgetting = forgetting;
        this.gaps = gaps;
    }

    /// The next record of `node-telemetry`.
    ///
    /// @param watched whether `node-state` may still show the states before it
    void event(SessionEvent event, long offset, boolean watched) {
        Session known = sessions.get(event.sessionId());
        SessionState before = known == null || isSilent(known.state, event.receivedAt()) ? null : known.state;
        SessionState after = SessionFold.fold(before, event);
        advance(event.receivedAt());
        if (before != null && after.seq() == before.seq()) {
            repeated++;
            return;
        }
        folded++;
        if (known == null) {
            begun++;
            cut += event.seq() > 0 ? 1 : 0;
        } else if (before != null && after.missing() > before.missing()) {
            missing += after.missing() - before.missing();
            gaps.accept(new Gap(event.sessionId(), after.nodeId(), before.seq(), event.seq(), partition, offset));
        }
        boolean sessionCut = known != null ? known.cut : event.seq() > 0 && begunLate;
        sessions.put(event.sessionId(), new Session(after, sessionCut));
        if (sessionCut && after.peerId() == null) {
            ofUnknownNode.add(event.sessionId());
        } else if (sessionCut) {
            ofUnknownNode.remove(event.sessionId());
        }
        apply(new NodeInput.SessionUpdate(after), after.nodeId(), event.receivedAt(), sessionCut, watched);
        sweep();
    }

    /// The next record of `node-sightings`.
    void sighting(PeerSighting sighting, boolean watched) {
        sightings++;
        apply(new NodeInput.Sighting(sighting), sighting.peerId(), sighting.seenAt(), false, watched);
        if (!nodes.containsKey(sighting.peerId())) {
            hearsay.add(sighting.peerId());
        }
    }

    /// A record of `node-telemetry` that is no session event.
    void undecodable() {
        undecodable++;
    }

    private void apply(NodeInput input, String id, Instant at, boolean sessionCut, boolean watched) {
        Node before = nodes.get(id);
        List<NodeState> ways = new ArrayList<>();
        Set<String> gone = new HashSet<>();
        for (@Nullable
        NodeState way : waysUpTo(before, at)) {
            NodeState now = way;
            for (NodeChange change : picture.fold(input, new SoFar(id, way))) {
                switch (change) {
                    case NodeChange.Became(NodeState state) -> now = state;
                    case NodeChange.Gone(String goneId) -> gone.add(goneId);
                }
            }
            if (now != null) {
                ways.add(now);
            }
        }
        if (ways.size() > MAX_WAYS) {
            ways.remove(1);
        }
        if (!ways.isEmpty() && !gone.contains(id)) {
            become(id, new Node(List.copyOf(ways), sessionCut || before != null && before.cut), watched);
        }
        gone.forEach(goneId -> become(goneId, null, watched));
    }

    private List<@Nullable NodeState> waysUpTo(@Nullable Node before, Instant at) {
        List<@Nullable NodeState> ways = new ArrayList<>();
        if (before == null) {
            ways.add(null);
            return ways;
        }
        ways.addAll(before.ways);
        if (!forgetting.dueAt(before.ways.getLast()).isAfter(at.plus(CLOCKS))) {
            ways.add(null);
        }
        return ways;
    }

    private void become(String id, @Nullable Node now, boolean watched) {
        Node before = nodes.get(id);
        if (watched) {
            FoldedNode soFar = passed.computeIfAbsent(id, _ -> folded(before));
            passed.put(id, soFar.orAlso(folded(now)));
        }
        if (now == null) {
            nodes.remove(id);
        } else {
            nodes.put(id, now);
        }
    }

    private FoldedNode folded(@Nullable Node node) {
        return node == null ? FoldedNode.ABSENT : new FoldedNode(node.ways, false, node.cut);
    }

    /// A node as `node-state` may show it.
    FoldedNode node(String id) {
        FoldedNode way = passed.get(id);
        return way != null ? way : folded(nodes.get(id));
    }

    /// All nodes that are, or were among what is watched.
    Set<String> ids() {
        Set<String> ids = new HashSet<>(nodes.keySet());
        ids.addAll(passed.keySet());
        return ids;
    }

    /// Whether the node was due so long ago that its state was dropped.
    boolean isLongDue(String id) {
        return forgotten.contains(id) && !nodes.containsKey(id);
    }

    /// Whether the log only holds that a crawler heard of the peer: it keeps the last sighting, not the one that met it.
    boolean isHearsay(String id) {
        return hearsay.contains(id);
    }

    /// Whether what the log holds of a session does not tell which node it is: its beginning is gone, and nothing has
    /// repeated yet what it said there.
    boolean isOfUnknownNode(String sessionId) {
        return ofUnknownNode.contains(sessionId);
    }

    /// Whether nothing of what was heard until then is in the log any more.
    boolean isBeforeTheLog(Instant time) {
        return begunLate && (first == null || time.isBefore(first));
    }

    boolean begunLate() {
        return begunLate;
    }

    /// The counts of this partition.
    Verdict.LogCounts counts() {
        return new Verdict.LogCounts(folded + repeated + undecodable, folded, repeated, undecodable, missing, sightings,
                begun, cut, Duration.ZERO);
    }

    private void advance(Instant receivedAt) {
        if (first == null) {
            first = receivedAt;
        }
        newest = receivedAt.isAfter(newest) ? receivedAt : newest;
    }

    /// Whether the aggregator has dropped a session that was never closed. One that ended is not asked about: what comes
    /// behind its end is not folded in any case.
    private boolean isSilent(SessionState session, Instant now) {
        return !session.ended() && !forgetting.dueAt(session).isAfter(now);
    }

    /// Drops what is done with, whenever there is twice as much as was left the last time: cheap on average.
    private void sweep() {
        if (sessions.size() > sweepSessionsAt) {
            sessions.values().removeIf(session -> session.state.ended() || isSilent(session.state, newest));
            sweepSessionsAt = Math.max(SWEEP_FROM, 2 * sessions.size());
        }
        if (nodes.size() > sweepNodesAt) {
            nodes.entrySet().removeIf(entry -> {
                boolean longDue = forgetting.dueAt(entry.getValue().ways.getFirst()).plus(LONG_DUE).isBefore(newest);
                return longDue && forgotten.add(entry.getKey());
            });
            sweepNodesAt = Math.max(SWEEP_FROM, 2 * nodes.size());
        }
    }

    /// The tables as one of the ways has them.
    private final class SoFar implements FoldedSoFar {
        private final String id;
        private final @Nullable NodeState way;

        private SoFar(String id, @Nullable NodeState way) {
            this.id = id;
            this.way = way;
        }

        @Override
        public @Nullable NodeState node(String nodeId) {
            if (nodeId.equals(id)) {
                return way;
            }
            Node other = nodes.get(nodeId);
            return other == null ? null : other.ways.getFirst();
        }

        @Override
        public @Nullable SessionState session(String sessionId) {
            Session session = sessions.get(sessionId);
            return session == null ? null : session.state;
        }
    }
}
