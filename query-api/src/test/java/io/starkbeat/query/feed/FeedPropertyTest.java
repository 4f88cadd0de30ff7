package io.starkbeat.query.feed;

import static io.starkbeat.query.TestNodes.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.query.Met;
import io.starkbeat.query.TestNodes;
import io.starkbeat.schemas.field.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/// Whatever happens to nodes and readers, and in whatever order: a reader who has read to the end shows what one is told who
/// asks. Readers are slow, are cut off anywhere, come back with the last id they have, and see what their filters let through.
class FeedPropertyTest {
    private static final List<Map<String, List<String>>> FILTERS = List.of(Map.of(), Map.of("client", List.of("Juno")),
            Map.of("maxLag", List.of("2")), Map.of("status", List.of("online")), Map.of("q", List.of("n1")),
            Map.of("source", List.of("crawler")));

    /// One thing that happens.
    sealed interface Step {
        /// A node reports.
        record Reports(int node, String client, int height, boolean ends) implements Step {}

        /// A crawler met a node, which may report as well.
        record Met(int node, int height, boolean reports) implements Step {}

        /// A node is forgotten.
        record Goes(int node) implements Step {}

        /// Time passes, and with it the feed's window.
        record Window(int seconds) implements Step {}

        /// A reader takes so many events.
        record Reads(int reader, int events) implements Step {}

        /// A reader is cut off, when it has heard so many events more.
        record Cut(int reader, int after) implements Step {}

        /// A reader who is not connected comes back.
        record ComesBack(int reader) implements Step {}
    }

    @Property(tries = 1_000)
    void whoHasReadAllShowsWhatIsToldWhoAsks(@ForAll("steps") List<Step> steps, @ForAll("logs") int log) {
        try (FeedUnderTest under = new FeedUnderTest(log, 100)) {
            List<ModelReader> readers = new ArrayList<>();
            FILTERS.forEach(filter -> readers.add(under.reader(filter, 3)));
            int seconds = 0;
            for (Step step : steps) {
                switch (step) {
                    case Step.Reports reports -> under.put(node(reports, seconds));
                    case Step.Met met -> under.put(node(met, seconds));
                    case Step.Goes(int node) -> under.forget("n" + node);
                    case Step.Window window -> {
                        seconds += window.seconds;
                        under.now(NOON.plusSeconds(seconds));
                        under.window();
                    }
                    case Step.Reads(int reader, int events) -> readers.get(reader).read(events);
                    case Step.Cut(int reader, int after) -> {
                        if (after == 0) {
                            readers.get(reader).cut();
                        } else {
                            readers.get(reader).cutAfter(after);
                        }
                    }
                    case Step.ComesBack(int reader) -> {
                        if (!readers.get(reader).isConnected()) {
                            readers.get(reader).cut();
                            readers.get(reader).connect();
                        }
                    }
                }
            }

            // Whoever is cut off or will be comes back, and reads to the end.
            readers.forEach(reader -> {
                reader.cut();
                reader.connect();
            });
            under.window();
            readers.forEach(reader -> reader.read(100_000));

            for (int i = 0; i < FILTERS.size(); i++) {
                assertThat(readers.get(i).shown).as("%s, having heard %s", FILTERS.get(i), readers.get(i).heard)
                        .isEqualTo(under.asked(FILTERS.get(i)));
            }
        }
    }

    private static TestNodes node(Step.Reports reports, int seconds) {
        TestNodes node = TestNodes.node("n" + reports.node)
                .at("SN_MAIN", reports.height)
                .from("address-" + reports.node)
                .with(Field.CLIENT, reports.client)
                .heard(NOON.plusSeconds(seconds));
        return reports.ends ? node.ended() : node;
    }

    private static TestNodes node(Step.Met step, int seconds) {
        Met met = new Met().at(NOON.plusSeconds(seconds)).network("SN_MAIN", step.height)
                .client("Juno", "1." + step.height)
                .address("/ip4/198.51.10" + step.node + ".7/tcp/7777");
        return step.reports
                ? node(new Step.Reports(step.node, "Madara", 3, false), seconds).address("198.51.100.7").met(met)
                : TestNodes.node("n" + step.node).onlyMet(met);
    }

    @Provide
    Arbitrary<Integer> logs() {
        return Arbitraries.of(1, 8, 64, 1_000);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> nodes = Arbitraries.integers().between(0, 5);
        Arbitrary<Integer> readers = Arbitraries.integers().between(0, FILTERS.size() - 1);
        Arbitrary<Integer> few = Arbitraries.integers().between(0, 6);
        Arbitrary<Step> reports = Combinators
                .combine(nodes, Arbitraries.of("Juno", "Madara"), few, Arbitraries.of(false, false, false, true))
                .as(Step.Reports::new);
        Arbitrary<Step> mets = Combinators.combine(nodes, few, Arbitraries.of(true, false)).as(Step.Met::new);
        // An hour and more make those stale and offline whom only a crawler met.
        Arbitrary<Step> windows = Arbitraries.of(0, 0, 1, 45, 200, 3_700).map(Step.Window::new);
        Arbitrary<Step> reads = Combinators.combine(readers, few).as(Step.Reads::new);
        Arbitrary<Step> cuts = Combinators.combine(readers, few).as(Step.Cut::new);
        return Arbitraries.frequencyOf(Tuple.of(6, reports), Tuple.of(3, mets),
                Tuple.of(1, nodes.map(Step.Goes::new)), Tuple.of(5, windows),
                Tuple.of(4, reads), Tuple.of(2, cuts),
                Tuple.of(2, readers.map(Step.ComesBack::new))).list().ofMaxSize(120);
    }
}
