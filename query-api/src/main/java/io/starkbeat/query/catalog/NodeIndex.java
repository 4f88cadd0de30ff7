package io.starkbeat.query.catalog;

import io.starkbeat.query.liveness.LivenessRules;
import io.starkbeat.query.picture.NodePicture;
import io.starkbeat.query.progress.PipelineClock;
import io.starkbeat.query.progress.PipelineTime;
import io.starkbeat.query.store.NodeStateListener;
import io.starkbeat.query.store.NodeStates;
import io.starkbeat.schemas.node.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// All nodes, in the order of their ids, each with its prepared item. It holds nothing that the store does not: it follows
/// the store's changes, and can be dropped and rebuilt from it.
///
/// One thread changes it (the store's), any thread reads. [#standings()] walks all nodes and belongs off the event loops;
/// the rest is cheap.
public final class NodeIndex implements NodeStateListener {
    /// A walk that was interrupted (by a collection of garbage, by other processes) says little about the next.
    private static final Duration LONGEST_REST = Duration.ofMillis(50);

    private final PipelineClock clock;
    private final LivenessRules rules;
    private final ReentrantLock changing = new ReentrantLock();
    private final ReentrantLock judging = new ReentrantLock();
    private final AtomicLong version = new AtomicLong();
    private volatile ConcurrentSkipListMap<String, IndexedNode> nodes = new ConcurrentSkipListMap<>();
    private volatile @Nullable Instant newestWord;
    private volatile @Nullable Judged latest;

    private record Judged(Standings standings, Rest rest) {}

    public NodeIndex(PipelineClock clock, LivenessRules rules) {
        this.clock = clock;
        this.rules = rules;
    }

    @Override
    public void changed(NodeState state) {
        changing.lock();
        try {
            hear(state);
            nodes.put(state.nodeId(), indexed(state));
            // After the change: who sees the new version sees the change, and who does not makes its standings again.
            version.incrementAndGet();
        } finally {
            changing.unlock();
        }
    }

    @Override
    public void gone(String nodeId) {
        changing.lock();
        try {
            if (nodes.remove(nodeId) != null) {
                version.incrementAndGet();
            }
        } finally {
            changing.unlock();
        }
    }

    /// Drops everything and builds it again from the store. Changes wait meanwhile and come after, so none is lost or
    /// undone; readers go on with what was.
    public void rebuildFrom(NodeStates states) {
        changing.lock();
        try {
            ConcurrentSkipListMap<String, IndexedNode> rebuilt = new ConcurrentSkipListMap<>();
            states.forEach(state -> {
                hear(state);
                rebuilt.put(state.nodeId(), indexed(state));
            });
            nodes = rebuilt;
            version.incrementAndGet();
        } finally {
            changing.unlock();
        }
    }

    private IndexedNode indexed(NodeState state) {
        return new IndexedNode(NodePicture.of(state, rules.offlineAfter()), nodes.get(state.nodeId()));
    }

    private void hear(NodeState state) {
        Instant word = state.lastWord();
        Instant newest = newestWord;
        if (newest == null || word.isAfter(newest)) {
            newestWord = word;
        }
    }

    /// By when nodes are judged: pipeline time; as long as there is none, the newest time that any node's state tells;
    /// null when there is neither. Never the time of day.
    @Nullable
    PipelineTime now() {
        PipelineTime time = clock.now();
        if (time != null) {
            return time;
        }
        Instant newest = newestWord;
        return newest == null ? null : new PipelineTime(newest);
    }

    /// How all nodes stand: as of now, or of a moment ago, see [Rest].
    public Standings standings() {
        Standings fresh = freshStandings();
        if (fresh != null) {
            return fresh;
        }
        judging.lock();
        try {
            Standings meanwhile = freshStandings();
            if (meanwhile != null) {
                return meanwhile;
            }
            long begun = System.nanoTime();
            long judgedVersion = version.get();
            ConcurrentSkipListMap<String, IndexedNode> all = nodes;
            // The time last: a node in the map has been heard of.
            Standings made = new Standings(judgedVersion, all.values(), now(), rules);
            // A thousand nodes take a fraction of a millisecond, so that what is shown is hardly older for it.
            latest = new Judged(made, Rest.after(begun, LONGEST_REST));
            return made;
        } finally {
            judging.unlock();
        }
    }

    /// The latest standings if they hold, or are too young to be made again; else null.
    @Nullable
    Standings freshStandings() {
        Judged judged = latest;
        return judged != null && (judged.rest.lasts() || holds(judged.standings)) ? judged.standings : null;
    }

    /// Whether standings are those of now.
    boolean holds(Standings standings) {
        return standings.hold(version.get(), now());
    }
}
