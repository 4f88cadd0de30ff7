package io.starkbeat.query;

import static io.starkbeat.query.TestNodes.node;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.starkbeat.query.catalog.NodeIndex;
import io.starkbeat.query.catalog.StoreCatalog;
import io.starkbeat.query.feed.NodeFeed;
import io.starkbeat.query.liveness.LivenessRules;
import io.starkbeat.query.metrics.FeedMetrics;
import io.starkbeat.query.metrics.QueryMetrics;
import io.starkbeat.query.progress.PipelineClock;
import io.starkbeat.query.store.NodeStates;
import io.starkbeat.query.store.StatesNotReadyException;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.node.NodeSource;
import io.starkbeat.schemas.node.NodeState;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// The store as a map, and the index that follows it: states made by hand for tests.
public final class InMemoryStates implements NodeStates {
    private final LivenessRules rules = new LivenessRules(Duration.ofMinutes(2), Duration.ofSeconds(90),
            Duration.ofMinutes(30));
    private final PipelineClock clock = new PipelineClock();
    private final NodeIndex index = new NodeIndex(clock, rules);
    private final Map<String, NodeState> states = new ConcurrentHashMap<>();
    private volatile boolean ready = true;

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public Optional<NodeState> find(String nodeId) {
        if (!ready) {
            throw new StatesNotReadyException("not yet", null);
        }
        return Optional.ofNullable(states.get(nodeId));
    }

    @Override
    public void forEach(Consumer<NodeState> visitor) {
        states.values().forEach(visitor);
    }

    public LivenessRules rules() {
        return rules;
    }

    public PipelineClock clock() {
        return clock;
    }

    public NodeIndex index() {
        return index;
    }

    /// A catalog over them.
    ///
    /// @param threads see [StoreCatalog]
    public StoreCatalog catalog(QueryMetrics metrics, Executor threads) {
        return new StoreCatalog(index, this, rules, TestNodes.AGES, metrics, threads);
    }

    /// A catalog as the service has it, whose meters nobody reads.
    public StoreCatalog catalog() {
        return catalog(new QueryMetrics(new SimpleMeterRegistry()), task -> Thread.ofVirtual().start(task));
    }

    /// A live feed of them, which is not started.
    ///
    /// @param log  how many changes it keeps
    /// @param most how many subscribers it takes
    public NodeFeed feed(int log, int most, FeedMetrics metrics) {
        return new NodeFeed(index::standings, this::isReady, log, most, metrics);
    }

    /// Whether the store can be read.
    public void ready(boolean ready) {
        this.ready = ready;
    }

    /// A node is new, or has changed.
    public void put(NodeState state) {
        states.put(state.nodeId(), state);
        index.changed(state);
    }

    /// The same.
    public void put(TestNodes node) {
        put(node.state());
    }

    /// Five nodes of two networks, each different from the others in something that can be asked for.
    public InMemoryStates putFive() {
        put(node("a").at("SN_MAIN", 100).from("one").with(Field.CLIENT, "Juno").with(Field.VERSION, "0.15.0")
                .with(Field.CAPABILITY, "FullNode").with(Field.NAME, "=Alpha").address("10.0.0.1").country("DE")
                .with(Field.CPU_USAGE, "12.5"));
        put(node("b").at("SN_MAIN", 97).from("two").with(Field.CLIENT, "Juno").with(Field.VERSION, "0.14.2")
                .with(Field.NAME, "beta, the second").address("2001:db8::1").country("FR"));
        put(node("c").at("SN_MAIN", 90).from("three").with(Field.CLIENT, "Pathfinder").with(Field.VERSION, "0.15.0")
                .with(Field.CAPABILITY, "Sequencer").ended());
        put(node("d").at("SN_SEPOLIA", 7).from("four").with(Field.CLIENT, "Juno")
                .sources(NodeSource.TELEMETRY, NodeSource.CRAWLER));
        put(node("e").sources(NodeSource.CRAWLER));
        return this;
    }

    /// A node is forgotten.
    public void remove(String nodeId) {
        states.remove(nodeId);
        index.gone(nodeId);
    }
}
