package io.starkbeat.query.catalog;

import io.starkbeat.query.liveness.LivenessRules;
import io.starkbeat.query.liveness.NodeStatus;
import io.starkbeat.query.metrics.QueryMetrics;
import io.starkbeat.query.network.Networks;
import io.starkbeat.query.picture.NodePicture;
import io.starkbeat.query.progress.PipelineTime;
import io.starkbeat.query.question.NodeQuestion;
import io.starkbeat.query.store.NodeStates;
import io.starkbeat.query.store.StatesNotReadyException;
import io.starkbeat.query.view.ListFormat;
import io.starkbeat.query.view.NodeDetail;
import io.starkbeat.query.view.NodeItem;
import io.starkbeat.query.view.NodeListWriter;
import io.starkbeat.query.view.TaggedBody;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.node.CurrentSession;
import io.starkbeat.schemas.node.NodeState;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The catalog over the store and its index.
///
/// The list's body is put together from prepared items when somebody asks and something has changed, off the event loop,
/// by one thread at a time; all who ask meanwhile share it, and so they do its coded form and the networks. A question is
/// answered by itself, from the standings that all share. One node's detail is read from the store itself.
public final class StoreCatalog implements NodeCatalog {
    private final NodeIndex index;
    private final NodeStates states;
    private final LivenessRules rules;
    private final QueryMetrics metrics;
    private final ListAges ages;
    private final Executor threads;
    private final Shared<Built> list;
    private final Shared<Coded> codedList;
    private final Shared<Counted> networks;

    /// A body and what it was made from.
    private record Built(Buffer json, String etag, Standings from, Rest rest) {}

    /// The same, coded.
    private record Coded(Built plain, Buffer gzip, Rest rest) {}

    private record Counted(Networks networks, TaggedBody all, Standings from) {}

    /// @param threads where lists are put together and the store is read; may block, and may wait for one another. As many
    ///                of them as there are processors make progress at a time if they are virtual, and so bound how many
    ///                bodies are in the making
    /// @param ages    how old lists may be that are given out
    public StoreCatalog(NodeIndex index, NodeStates states, LivenessRules rules, ListAges ages, QueryMetrics metrics,
            Executor threads) {
        this.index = index;
        this.states = states;
        this.rules = rules;
        this.metrics = metrics;
        this.threads = threads;
        this.ages = ages;
        this.list = new Shared<>(threads, built -> built.rest.lasts() || built.from == index.freshStandings(),
                this::build);
        this.codedList = new Shared<>(threads,
                coded -> coded.rest.lasts() || coded.plain.from == index.freshStandings(), this::code);
        this.networks = new Shared<>(threads, counted -> counted.from == index.freshStandings(), this::count);
        metrics.observe(this, (catalog, status) -> catalog.index.standings().count(status), StoreCatalog::asOfMillis);
    }

    @Override
    public CompletionStage<Answer> list(Coding coding) {
        return whenReady(() -> switch (coding) {
            case IDENTITY -> list.get().thenApply(this::plain);
            case GZIP -> codedList.get().thenApply(this::answer);
        });
    }

    private Built build(@Nullable Built before) {
        Standings standings = index.standings();
        if (before != null && before.from == standings) {
            return before;
        }
        long start = System.nanoTime();
        TaggedBody body = write(standings.all(), NodeQuestion.EVERYTHING, ListFormat.JSON);
        metrics.listBuilt(Duration.ofNanos(System.nanoTime() - start), body.bytes().length());
        return new Built(body.bytes(), body.etag(), standings, Rest.after(start, ages.plain()));
    }

    private Coded code(@Nullable Coded before) {
        Built plain = list.get().toCompletableFuture().join();
        if (before != null && before.plain.from == plain.from) {
            return before;
        }
        long begun = System.nanoTime();
        Buffer gzip = Coding.gzip(plain.json);
        return new Coded(plain, gzip, Rest.after(begun, ages.gzip()));
    }

    private Answer plain(Built built) {
        return new Answer(built.json, Coding.IDENTITY, built.etag, asOf(built.from));
    }

    private Answer answer(Coded coded) {
        return coded.plain.json.length() < Coding.WORTH_IT
                ? plain(coded.plain)
                : new Answer(coded.gzip, Coding.GZIP, coded.plain.etag, asOf(coded.plain.from));
    }

    /// What still holds holds now; what does not, as of when it was judged.
    private @Nullable Instant asOf(Standings from) {
        PipelineTime at = index.holds(from) ? index.now() : from.at();
        return at == null ? null : at.time();
    }

    @Override
    public CompletionStage<Page> ask(NodeQuestion question, ListFormat format, Coding coding) {
        if (format == ListFormat.JSON && question.isEverything()) {
            return list(coding).thenApply(answer -> new Page(answer, null));
        }
        return whenReady(() -> CompletableFuture.supplyAsync(() -> page(question, format, coding), threads));
    }

    private Page page(NodeQuestion question, ListFormat format, Coding coding) {
        Standings standings = index.standings();
        NodeQuestion.Page<PresentNode> page = question.select(standings.all());
        return new Page(coding.of(answer(write(page.nodes(), question, format), asOf(standings))), page.next());
    }

    private static TaggedBody write(List<PresentNode> nodes, NodeQuestion question, ListFormat format) {
        int size = 2;
        for (PresentNode node : nodes) {
            size += node.prepared().length + NodeItem.MAX_PRESENT_BYTES;
        }
        NodeListWriter writer = NodeListWriter.of(format, question.properties(), size);
        for (PresentNode node : nodes) {
            writer.add(node.prepared(), node.status(), node.lag());
        }
        return writer.end();
    }

    @Override
    public CompletionStage<Optional<Answer>> node(String nodeId, Coding coding) {
        return CompletableFuture.supplyAsync(() -> states.find(nodeId).map(this::detail).map(coding::of), threads);
    }

    @Override
    public CompletionStage<Optional<Set<String>>> sessions(String nodeId) {
        return CompletableFuture.supplyAsync(() -> states.find(nodeId).map(StoreCatalog::sessions), threads);
    }

    private static Set<String> sessions(NodeState state) {
        Set<String> sessions = new HashSet<>();
        state.claims().forEach(claim -> sessions.add(claim.session()));
        CurrentSession current = state.session();
        if (current != null) {
            sessions.add(current.id());
        }
        return sessions;
    }

    private Answer detail(NodeState state) {
        PipelineTime known = index.now();
        // In the store, but not yet told to the index: then its own last word is the newest.
        PipelineTime now = known != null ? known : new PipelineTime(state.lastWord());
        NodePicture node = NodePicture.of(state, rules.offlineAfter());
        NodeStatus status = rules.at(now).status(node.lastWords());
        OptionalLong lag = index.standings().lag(node.fields().text(Field.NETWORK_NAME),
                node.fields().whole(Field.CURRENT_BLOCK_NUMBER_L2), node.isHeightCrawled());
        byte[] json = NodeDetail.write(node, status, lag, claim -> rules.isLive(claim, now));
        return answer(TaggedBody.of(json), now.time());
    }

    @Override
    public CompletionStage<Answer> networks(Coding coding) {
        return whenReady(() -> coded(networks.get().thenApply(counted -> answer(counted.all, asOf(counted.from))),
                coding::of, coding));
    }

    @Override
    public CompletionStage<Optional<Answer>> network(String network, Coding coding) {
        return whenReady(() -> coded(networks.get().thenApply(counted -> counted.networks.json(network)
                .map(json -> answer(TaggedBody.of(json), asOf(counted.from)))), found -> found.map(coding::of),
                coding));
    }

    /// Off the event loop if there is something to do. Anew for each who asks: some kilobytes take less time than to find
    /// out whether somebody else asks for the same.
    private <T> CompletionStage<T> coded(CompletionStage<T> plain, UnaryOperator<T> code, Coding coding) {
        return coding == Coding.IDENTITY ? plain : plain.thenApplyAsync(code, threads);
    }

    private Counted count(@Nullable Counted before) {
        Standings standings = index.standings();
        if (before != null && before.from == standings) {
            return before;
        }
        Networks counted = new Networks(standings.all(), standings::best);
        return new Counted(counted, TaggedBody.of(counted.json()), standings);
    }

    private static Answer answer(TaggedBody body, @Nullable Instant asOf) {
        return new Answer(body.bytes(), Coding.IDENTITY, body.etag(), asOf);
    }

    private <T> CompletionStage<T> whenReady(Supplier<CompletionStage<T>> answer) {
        return states.isReady()
                ? answer.get()
                : CompletableFuture.failedStage(
                        new StatesNotReadyException("the states of the nodes are being read from Kafka", null));
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
