package io.starkbeat.query.catalog;

import io.starkbeat.query.liveness.LivenessRules;
import io.starkbeat.query.liveness.NodeStatus;
import io.starkbeat.query.metrics.QueryMetrics;
import io.starkbeat.query.progress.PipelineTime;
import io.starkbeat.query.store.NodeStates;
import io.starkbeat.query.store.StatesNotReadyException;
import io.starkbeat.query.view.NodeDetail;
import io.starkbeat.query.view.NodeItem;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.node.NodeState;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The catalog over the store and its index.
///
/// The list's body is put together from prepared items when somebody asks and something has changed, off the event loop,
/// by one thread at a time; all who ask meanwhile share it. One node's detail is read from the store itself.
public final class StoreCatalog implements NodeCatalog {
    private static final int BRACKETS_AND_COMMA = 2;

    private final NodeIndex index;
    private final NodeStates states;
    private final LivenessRules rules;
    private final QueryMetrics metrics;
    private final Executor threads;
    private final AtomicReference<@Nullable CompletableFuture<Built>> building = new AtomicReference<>();
    private volatile @Nullable Built latest;

    /// A body and what it was made from.
    private record Built(Buffer json, Standings from) {}

    /// @param threads where lists are put together and the store is read; may block
    public StoreCatalog(NodeIndex index, NodeStates states, LivenessRules rules, QueryMetrics metrics,
            Executor threads) {
        this.index = index;
        this.states = states;
        this.rules = rules;
        this.metrics = metrics;
        this.threads = threads;
        metrics.observe(this, (catalog, status) -> catalog.index.standings().count(status), StoreCatalog::asOfMillis);
    }

    @Override
    public CompletionStage<Answer> list() {
        if (!states.isReady()) {
            return CompletableFuture.failedStage(
                    new StatesNotReadyException("the states of the nodes are being read from Kafka", null));
        }
        Built built = latest;
        if (built != null && built.from == index.freshStandings()) {
            return CompletableFuture.completedStage(answer(built));
        }
        CompletableFuture<Built> mine = new CompletableFuture<>();
        CompletableFuture<Built> running = building.compareAndExchange(null, mine);
        if (running == null) {
            try {
                threads.execute(() -> build(mine));
            } catch (RuntimeException e) {
                abandon(mine, e);
            }
        }
        return (running == null ? mine : running).thenApply(this::answer);
    }

    /// Whatever happens, the promise is kept or broken, and the next one who asks starts anew.
    private void build(CompletableFuture<Built> promise) {
        Built built;
        try {
            built = build(index.standings());
            latest = built;
        } catch (RuntimeException | Error e) {
            abandon(promise, e);
            return;
        }
        building.set(null);
        promise.complete(built);
    }

    private void abandon(CompletableFuture<Built> promise, Throwable reason) {
        building.set(null);
        promise.completeExceptionally(reason);
    }

    private Built build(Standings standings) {
        Built before = latest;
        if (before != null && before.from == standings) {
            return before;
        }
        long start = System.nanoTime();
        int most = BRACKETS_AND_COMMA;
        for (int i = 0; i < standings.size(); i++) {
            most += standings.node(i).prepared().length + NodeItem.MAX_PRESENT_BYTES;
        }
        Buffer json = Buffer.buffer(most).appendByte((byte) '[');
        for (int i = 0; i < standings.size(); i++) {
            if (i > 0) {
                json.appendByte((byte) ',');
            }
            IndexedNode node = standings.node(i);
            NodeItem.append(node.prepared(), standings.status(i), standings.lag(node.network(), node.height()), json);
        }
        json.appendByte((byte) ']');
        metrics.listBuilt(Duration.ofNanos(System.nanoTime() - start), json.length());
        return new Built(json, standings);
    }

    /// A body that still holds holds now; one that does not, as of when it was judged.
    private Answer answer(Built built) {
        PipelineTime now = index.now();
        PipelineTime at = index.holds(built.from) ? now : built.from.at();
        return new Answer(built.json, at == null ? null : at.time());
    }

    @Override
    public CompletionStage<Optional<Answer>> node(String nodeId) {
        return CompletableFuture.supplyAsync(() -> states.find(nodeId).map(this::detail), threads);
    }

    private Answer detail(NodeState state) {
        PipelineTime known = index.now();
        // In the store, but not yet told to the index: then its own last word is the newest.
        PipelineTime now = known != null ? known : new PipelineTime(state.lastWord());
        NodeStatus status = rules.judge(state.session(), now);
        byte[] json = NodeDetail.write(state, status, index.standings().lag(state.fields().text(Field.NETWORK_NAME),
                state.fields().whole(Field.CURRENT_BLOCK_NUMBER_L2)), claim -> rules.isLive(claim, now));
        return new Answer(Buffer.buffer(json), now.time());
    }

    @Override
    public @Nullable Instant asOf() {
        PipelineTime now = index.now();
        return now == null ? null : now.time();
    }

    private long asOfMillis() {
        Instant asOf = asOf();
        return asOf == null ? 0 : asOf.toEpochMilli();
    }
}
