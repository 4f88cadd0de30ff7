package io.starkbeat.query.catalog;

import static io.starkbeat.query.TestNodes.AGES;
import static io.starkbeat.query.TestNodes.NOON;
import static io.starkbeat.query.TestNodes.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.starkbeat.query.InMemoryStates;
import io.starkbeat.query.Met;
import io.starkbeat.query.TestNodes;
import io.starkbeat.query.catalog.NodeCatalog.Answer;
import io.starkbeat.query.metrics.QueryMetrics;
import io.starkbeat.query.progress.PipelineClock;
import io.starkbeat.query.question.NodeQuestion;
import io.starkbeat.query.store.StatesNotReadyException;
import io.starkbeat.query.view.ListFormat;
import io.starkbeat.schemas.codec.RecordMapper;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.progress.PipelineProgress;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreCatalogTest {
    static {
        // Machines that build are shared: what takes a moment alone may take many times as long.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(40));
    }

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final InMemoryStates store = new InMemoryStates();
    private final PipelineClock clock = store.clock();
    private final NodeIndex index = store.index();
    private final StoreCatalog catalog = catalog(Runnable::run);

    @BeforeEach
    void ready() {
        clock.expect(1);
    }

    @Test
    void anEmptyPipelineIsAnEmptyList() throws IOException {
        assertThat(list()).isEmpty();
        assertThat(catalog.asOf()).isNull();
    }

    @Test
    void nodesAreListedInTheOrderOfTheirIds() throws IOException {
        put(node("c"));
        put(node("a"));
        put(node("b"));

        assertThat(list()).extracting(item -> item.get("nodeId").asText()).containsExactly("a", "b", "c");
    }

    @Test
    void aChangeIsSeenAndSoIsATombstone() throws IOException {
        put(node("a").with(Field.NAME, "before"));
        assertThat(list()).extracting(item -> item.get("nodeName").asText()).containsExactly("before");

        put(node("a").with(Field.NAME, "after"));
        eventually(() -> assertThat(list()).extracting(item -> item.get("nodeName").asText())
                .containsExactly("after"));

        store.remove("a");
        eventually(() -> assertThat(list()).isEmpty());
        assertThat(catalog.node("a", Coding.IDENTITY)).isCompletedWithValue(Optional.empty());
    }

    @Test
    void lagIsCountedFromTheBestThatTwoAddressesReport() throws IOException {
        put(node("a").at("main", 1000).from("one"));
        put(node("b").at("main", 100).from("two"));
        put(node("c").at("main", 97).from("three"));
        put(node("d").at("sepolia", 5).from("four"));
        put(node("e").from("five"));

        assertThat(list()).extracting(item -> item.path("lag").asText()).containsExactly("0", "0", "3", "0", "");
    }

    @Test
    void onlyOnlineNodesMakeTheBestHeight() throws IOException {
        put(node("a").at("main", 1000).from("one").ended());
        put(node("b").at("main", 1001).from("two").heard(NOON.minusSeconds(91)));
        put(node("c").at("main", 97).from("three"));
        put(node("d").at("main", 96).from("three"));

        assertThat(list()).extracting(item -> item.get("status").asText() + " " + item.get("lag"))
                .containsExactly("offline 0", "offline 0", "online 0", "online 1");
    }

    /// How far others were when they were met says nothing beside those who tell how far they are.
    @Test
    void whoWasMetNeitherMakesTheBestHeightNorLagsWhereTwoReportIt() throws IOException {
        put(node("a").at("main", 100).from("one"));
        put(node("b").at("main", 90).from("two"));
        put(node("c").onlyMet(met("8.8.4.4", 1000)));
        put(node("d").onlyMet(met("9.9.9.9", 80)));

        assertThat(best("main")).isEqualTo(90);
        assertThat(list()).extracting(item -> item.path("lag").asText()).containsExactly("0", "0", "", "");
        assertThat(detail("d").has("lag")).isFalse();
        assertThat(network("main").path("shareOnBestBlock").asDouble()).isEqualTo(1);
    }

    /// One who reports is nobody's witness, two networks are.
    @Test
    void whoAloneReportsIsOutrankedByTwoNetworksThatWereMet() throws IOException {
        put(node("a").at("main", -1).from("one"));
        put(node("b").at("main", 7).from("one"));
        put(node("c").onlyMet(met("8.8.4.4", 1000)));
        assertThat(best("main")).as("one against one").isEqualTo(-1);

        put(node("d").onlyMet(met("8.8.4.5", 1000)));
        eventually(() -> assertThat(list()).hasSize(4));
        assertThat(best("main")).as("two of one network are one").isEqualTo(-1);

        put(node("e").onlyMet(met("9.9.9.9", 990)));
        eventually(() -> assertThat(list()).hasSize(5));
        assertThat(best("main")).isEqualTo(990);
        assertThat(list()).extracting(item -> item.path("lag").asText()).containsExactly("0", "983", "0", "0", "0");
        assertThat(detail("b").get("lag").asInt()).isEqualTo(983);
        assertThat(network("main").path("shareOnBestBlock").asDouble()).isEqualTo(0.8);
    }

    @Test
    void whereNobodyReportsTwoNetworksThatWereMetMakeTheBestHeight() throws IOException {
        put(node("a").onlyMet(met("8.8.4.4", 1000)));
        put(node("b").onlyMet(met("8.8.4.5", 999)));
        put(node("c").onlyMet(met("9.9.9.9", 990)));
        put(node("d").onlyMet(met("1.1.1.1", 980)));

        assertThat(best("main")).isEqualTo(990);
        assertThat(list()).extracting(item -> item.path("lag").asText()).containsExactly("0", "0", "0", "10");
    }

    /// Two who reported any height under the ids of nodes that are met, and left.
    @Test
    void whatASessionToldThatIsOverMakesNoBestHeight() throws IOException {
        put(node("a").at("main", -1).from("one").ended().met(new Met().at(NOON.plusSeconds(1))));
        put(node("b").at("main", -1).from("two").ended().met(new Met().at(NOON.plusSeconds(1))));
        put(node("c").onlyMet(met("8.8.4.4", 1000)));

        assertThat(list()).extracting(item -> item.get("status").asText())
                .containsExactly("online", "online", "online");
        assertThat(best("main")).isEqualTo(1000);
    }

    /// An impostor costs the node `verified` while he is there, and no longer.
    @Test
    void whoIsMetAfterAnImpostorHasGoneIsVerifiedAgain() throws IOException {
        put(node("a").with(Field.NAME, "impostor").address("9.9.9.9").met(met("8.8.4.4", 7)));
        assertThat(list()).extracting(item -> item.get("verified").asBoolean()).containsExactly(false);
        assertThat(list()).extracting(item -> item.path("nodeName").asText()).containsExactly("impostor");

        put(node("a").with(Field.NAME, "impostor").address("9.9.9.9").ended()
                .met(met("8.8.4.4", 7).at(NOON.plusSeconds(1))));
        eventually(() -> assertThat(list()).extracting(item -> item.get("verified").asBoolean())
                .containsExactly(true));
        assertThat(list()).extracting(item -> item.path("nodeName").asText()).containsExactly("");
    }

    @Test
    void whoWasMetIsAskedForAndOrderedByWhatTheCrawlTold() throws IOException {
        put(node("a").with(Field.CLIENT, "Juno").met(met("8.8.4.4", 7).client("Madara", "1")));
        put(node("b").onlyMet(met("8.8.4.4", 7)));
        put(node("c"));

        assertThat(asked("source", "crawler")).containsExactly("a", "b");
        assertThat(asked("source", "both")).containsExactly("a");
        assertThat(asked("source", "telemetry")).containsExactly("a", "c");
        assertThat(asked("sort", "-fromCrawler")).as("nodeIp nodeClientVersion …, nodeIp blockHeight …, none")
                .containsExactly("a", "b", "c");
        assertThat(asked("sort", "contradicted")).containsExactly("a", "b", "c");
        assertThat(asked("sort", "-verified")).containsExactly("a", "b", "c");
    }

    private List<String> asked(String parameter, String value) throws IOException {
        Buffer body = join(catalog.ask(NodeQuestion.of(Map.of(parameter, List.of(value))), ListFormat.JSON,
                Coding.IDENTITY)).answer().body();
        List<String> ids = new ArrayList<>();
        RecordMapper.mapper().readTree(body.getBytes()).forEach(item -> ids.add(item.get("nodeId").asText()));
        return ids;
    }

    /// By time alone.
    @Test
    void whoIsNotMetAnyMoreIsStaleThenOffline() throws IOException {
        put(node("a").onlyMet(new Met()));
        tick(NOON.plus(Duration.ofMinutes(60)));
        assertThat(list()).extracting(item -> item.get("status").asText()).containsExactly("online");

        tick(NOON.plus(Duration.ofMinutes(61)));
        eventually(() -> assertThat(list()).extracting(item -> item.get("status").asText())
                .containsExactly("stale"));
        tick(NOON.plus(Duration.ofMinutes(121)));
        eventually(() -> assertThat(list()).extracting(item -> item.get("status").asText())
                .containsExactly("offline"));
    }

    @Test
    void withoutPipelineTimeTheNewestWordIsTheTime() throws IOException {
        put(node("a").heard(NOON.minusSeconds(91)));
        put(node("b").heard(NOON));

        assertThat(list()).extracting(item -> item.get("status").asText()).containsExactly("offline", "online");
        assertThat(catalog.asOf()).isEqualTo(NOON);
    }

    @Test
    void statusesChangeWithPipelineTimeAlone() throws IOException {
        put(node("a"));
        tick(NOON.plusSeconds(90));
        assertThat(list()).extracting(item -> item.get("status").asText()).containsExactly("online");

        tick(NOON.plusSeconds(91));
        eventually(() -> assertThat(list()).extracting(item -> item.get("status").asText())
                .containsExactly("offline"));
    }

    @Test
    void aTickThatChangesNoStatusMakesNoNewBodyButANewTime() {
        put(node("a"));
        tick(NOON.plusSeconds(1));
        Answer first = answer();
        tick(NOON.plusSeconds(89));
        Answer second = answer();

        assertThat(second.body()).isSameAs(first.body());
        assertThat(second.asOf()).isEqualTo(NOON.plusSeconds(89));
        assertThat(meters.get("starkbeat.query.list.builds").timer().count()).isEqualTo(1);
    }

    @Test
    void aPauseMakesNobodySeemGone() throws IOException {
        put(node("a"));
        tick(NOON.plusSeconds(60));
        assertThat(list()).extracting(item -> item.get("status").asText()).containsExactly("online");

        clock.advance(new PipelineProgress(0, NOON.plusSeconds(600), 0, "a", NOON.plusSeconds(590), NOON));
        Awaitility.await().during(Duration.ofMillis(50)).untilAsserted(
                () -> assertThat(list()).extracting(item -> item.get("status").asText()).containsExactly("online"));

        tick(NOON.plusSeconds(681));
        eventually(() -> assertThat(list()).extracting(item -> item.get("status").asText())
                .containsExactly("offline"));
    }

    @Test
    void droppedAndRebuiltFromTheStoreItGivesTheSameBytes() {
        for (int i = 0; i < 300; i++) {
            put(node("node-" + i % 200).at("main", i).from("key-" + i % 7).with(Field.CPU_USAGE, "" + i % 100)
                    .heard(NOON.minusSeconds(i)));
        }
        tick(NOON);
        Buffer before = answer().body();

        index.rebuildFrom(store);
        eventually(() -> assertThat(answer().body()).isNotSameAs(before));
        assertThat(answer().body()).isEqualTo(before);

        NodeIndex fresh = new NodeIndex(clock, store.rules());
        fresh.rebuildFrom(store);
        Answer rebuilt = new StoreCatalog(fresh, store, store.rules(), AGES,
                new QueryMetrics(new SimpleMeterRegistry()),
                Runnable::run).list(Coding.IDENTITY).toCompletableFuture().join();
        assertThat(rebuilt.body()).isEqualTo(before);
    }

    @Test
    void aRebuildForgetsWhatTheStoreDoesNotHold() throws IOException {
        put(node("a"));
        index.changed(node("ghost").state());

        index.rebuildFrom(store);

        assertThat(list()).extracting(item -> item.get("nodeId").asText()).containsExactly("a");
    }

    @Test
    void allWhoAskAtOnceShareOneBody() {
        Deque<Runnable> later = new ArrayDeque<>();
        StoreCatalog busy = catalog(later::add);
        put(node("a"));
        List<CompletableFuture<Answer>> asked = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            asked.add(busy.list(Coding.IDENTITY).toCompletableFuture());
        }
        assertThat(later).hasSize(1);
        assertThat(asked).noneMatch(CompletableFuture::isDone);

        later.remove().run();

        assertThat(asked).extracting(stage -> stage.join().body()).allSatisfy(
                json -> assertThat(json).isSameAs(asked.getFirst().join().body()));
    }

    @Test
    void aBuildThatFailsDoesNotBlockTheNext() {
        Deque<Executor> threads = new ArrayDeque<>(List.of(_ -> {
            throw new RejectedExecutionException("no thread");
        }, Runnable::run));
        StoreCatalog mended = catalog(task -> threads.remove().execute(task));
        put(node("a"));

        assertThatThrownBy(() -> join(mended.list(Coding.IDENTITY)))
                .hasRootCauseInstanceOf(RejectedExecutionException.class);
        assertThat(join(mended.list(Coding.IDENTITY)).body().toString()).contains("\"nodeId\":\"a\"");
    }

    @Test
    void whileTheStoreIsNotReadyNothingIsTold() {
        store.ready(false);

        assertThatThrownBy(() -> join(catalog.list(Coding.IDENTITY)))
                .hasRootCauseInstanceOf(StatesNotReadyException.class);
        assertThatThrownBy(() -> join(catalog.node("a", Coding.IDENTITY)))
                .hasRootCauseInstanceOf(StatesNotReadyException.class);
    }

    @Test
    void theDetailComesFromTheStoreWithStatusAndLagOfNow() throws IOException {
        put(node("a").at("main", 100).from("one"));
        put(node("b").at("main", 90).from("two"));
        put(node("c").at("main", 80).from("three"));
        tick(NOON.plusSeconds(30));

        Answer answer = join(catalog.node("c", Coding.IDENTITY)).orElseThrow();

        JsonNode detail = RecordMapper.mapper().readTree(answer.body().getBytes());
        assertThat(detail.get("status").asText()).isEqualTo("online");
        assertThat(detail.get("lag").asInt()).isEqualTo(10);
        assertThat(detail.get("revision").asInt()).isEqualTo(3);
        assertThat(answer.asOf()).isEqualTo(NOON.plusSeconds(30));
    }

    @Test
    void nodesAreCountedByStatus() {
        put(node("a"));
        put(node("b").ended());
        put(node("c").ended());

        assertThat(nodes("online")).isEqualTo(1);
        assertThat(nodes("stale")).isZero();
        assertThat(nodes("offline")).isEqualTo(2);
    }

    private static Met met(String address, long height) {
        return new Met().network("main", height).address("/ip4/" + address + "/tcp/7777");
    }

    private JsonNode network(String name) throws IOException {
        return RecordMapper.mapper()
                .readTree(join(catalog.network(name, Coding.IDENTITY)).orElseThrow().body().getBytes());
    }

    /// Unsigned.
    private long best(String network) throws IOException {
        return Long.parseUnsignedLong(network(network).get("bestBlock").asText());
    }

    private JsonNode detail(String nodeId) throws IOException {
        return RecordMapper.mapper()
                .readTree(join(catalog.node(nodeId, Coding.IDENTITY)).orElseThrow().body().getBytes());
    }

    private double nodes(String status) {
        return meters.get("starkbeat.query.nodes").tag("status", status).gauge().value();
    }

    private StoreCatalog catalog(Executor threads) {
        return store.catalog(new QueryMetrics(meters), threads);
    }

    private void put(TestNodes node) {
        store.put(node);
    }

    private void tick(Instant time) {
        clock.advance(new PipelineProgress(0, time, 0, "a", null, null));
    }

    private Answer answer() {
        return join(catalog.list(Coding.IDENTITY));
    }

    private List<JsonNode> list() throws IOException {
        List<JsonNode> items = new ArrayList<>();
        RecordMapper.mapper().readTree(answer().body().getBytes()).forEach(items::add);
        return items;
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    /// Lists may be 10 ms old.
    private static void eventually(ThrowingRunnable assertion) {
        Awaitility.await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(5)).untilAsserted(assertion);
    }
}
