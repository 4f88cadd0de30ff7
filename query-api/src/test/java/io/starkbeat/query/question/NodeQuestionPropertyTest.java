package io.starkbeat.query.question;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.query.liveness.NodeStatus;
import io.starkbeat.query.question.NodeQuestion.Page;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/// Filter, order and pages against the plainest way to do the same: nodes in memory, filtered and sorted, each value by
/// the Java type that it has outside.
class NodeQuestionPropertyTest {
    /// Each property as a comparable of its own, null where it is lacking.
    private static final Map<String, Function<Facts, @Nullable Comparable<?>>> SORTS = Map.of("nodeId", Facts::nodeId,
            "nodeName", Facts::name, "network", Facts::network, "blockHeight", node -> unsigned(node.height()), "lag",
            node -> unsigned(node.lag()), "status", Facts::status, "cpuUsage",
            node -> node.cpuUsage().isPresent() ? (Double) node.cpuUsage().getAsDouble() : null);

    /// What happens between two pages.
    record Change(String nodeId, @Nullable Facts now) {}

    @Property
    void pagesPutTogetherAreTheFilteredAndSortedNodes(@ForAll("nodes") List<Facts> given,
            @ForAll("parameters") Map<String, String> parameters, @ForAll("limits") int limit) {
        TreeMap<String, Facts> nodes = byId(given);

        List<String> seen = new ArrayList<>();
        walk(nodes, parameters, limit, seen, List.of());

        assertThat(seen).isEqualTo(naive(nodes, parameters));
    }

    @Property
    void whoStaysWhereHeIsIsSeenOnceWhateverOthersDo(@ForAll("nodes") List<Facts> given,
            @ForAll("parameters") Map<String, String> parameters, @ForAll("limits") int limit,
            @ForAll("changes") List<List<Change>> changes) {
        TreeMap<String, Facts> nodes = byId(given);
        Function<Facts, @Nullable Comparable<?>> by = by(parameters);
        // Those that meet the filter and keep their value through all that happens.
        Map<String, @Nullable Comparable<?>> staying = new HashMap<>();
        naive(nodes, parameters).forEach(id -> staying.put(id, by.apply(Objects.requireNonNull(nodes.get(id)))));

        List<String> seen = new ArrayList<>();
        walk(nodes, parameters, limit, seen, changes);
        changes.stream().flatMap(List::stream).forEach(change -> {
            Facts now = change.now();
            if (now == null || !meets(now, parameters)
                    || !Objects.equals(by.apply(now), staying.get(change.nodeId()))) {
                staying.remove(change.nodeId());
            }
        });

        Set<String> once = new HashSet<>();
        for (String id : seen) {
            boolean first = once.add(id);
            assertThat(first || !staying.containsKey(id)).as(id + " seen once in " + seen).isTrue();
        }
        assertThat(once).containsAll(staying.keySet());
    }

    @Property
    void itIsATotalOrder(@ForAll("nodes") List<Facts> given, @ForAll("sorts") String sort) {
        NodeOrder order = NodeOrder.read("sort", sort);
        Comparator<Facts> comparator = (a, b) -> order.compare(order.by().of(a), a.nodeId(), order.by().of(b),
                b.nodeId());
        for (Facts a : byId(given).values()) {
            for (Facts b : byId(given).values()) {
                assertThat(Integer.signum(comparator.compare(a, b)))
                        .isEqualTo(-Integer.signum(comparator.compare(b, a)));
                assertThat(comparator.compare(a, b) == 0).isEqualTo(a.nodeId().equals(b.nodeId()));
            }
        }
    }

    /// Follows the cursors, each as it would be handed out; before each page but the first the next changes happen.
    private static void walk(TreeMap<String, Facts> start, Map<String, String> parameters, int limit,
            List<String> seen, List<List<Change>> changes) {
        TreeMap<String, Facts> nodes = new TreeMap<>(start);
        Map<String, List<String>> asked = new LinkedHashMap<>();
        parameters.forEach((name, value) -> asked.put(name, List.of(value)));
        asked.put("limit", List.of(Integer.toString(limit)));
        for (int page = 0;; page++) {
            Page<Facts> answer = NodeQuestion.of(asked).select(nodes.values());
            answer.nodes().forEach(node -> seen.add(node.nodeId()));
            assertThat(answer.nodes()).hasSizeLessThanOrEqualTo(limit);
            assertThat(page).as("pages of a node each, at most").isLessThan(100);
            PageCursor next = answer.next();
            if (next == null) {
                return;
            }
            assertThat(answer.nodes()).hasSize(limit);
            asked.put("cursor", List.of(next.written()));
            for (Change change : page < changes.size() ? changes.get(page) : List.<Change>of()) {
                if (change.now() == null) {
                    nodes.remove(change.nodeId());
                } else {
                    nodes.put(change.nodeId(), change.now());
                }
            }
        }
    }

    private static List<String> naive(TreeMap<String, Facts> nodes, Map<String, String> parameters) {
        Function<Facts, @Nullable Comparable<?>> by = by(parameters);
        boolean down = parameters.getOrDefault("sort", "").startsWith("-");
        List<Facts> having = new ArrayList<>();
        List<Facts> lacking = new ArrayList<>();
        nodes.values().stream().filter(node -> meets(node, parameters))
                .forEach(node -> (by.apply(node) == null ? lacking : having).add(node));
        having.sort((a, b) -> {
            int compared = compare(by.apply(a), by.apply(b));
            return compared != 0 ? down ? -compared : compared : a.nodeId().compareTo(b.nodeId());
        });
        having.addAll(lacking);
        return having.stream().map(Facts::nodeId).toList();
    }

    private static boolean meets(Facts node, Map<String, String> parameters) {
        return parameters.entrySet().stream().allMatch(asked -> {
            String value = asked.getValue();
            return switch (asked.getKey()) {
                case "network" -> value.equalsIgnoreCase(node.network());
                case "status" -> value.equals(node.status().key());
                case "minBlock" ->
                    node.height().isPresent() && unsigned(node.height()).compareTo(new BigInteger(value)) >= 0;
                case "maxLag" -> node.lag().isPresent() && unsigned(node.lag()).compareTo(new BigInteger(value)) <= 0;
                case "q" -> node.nodeId().startsWith(value)
                        || node.name() != null
                                && node.name().toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT));
                default -> true;
            };
        });
    }

    private static Function<Facts, @Nullable Comparable<?>> by(Map<String, String> parameters) {
        String sort = parameters.getOrDefault("sort", "nodeId");
        return Objects.requireNonNull(SORTS.get(sort.startsWith("-") ? sort.substring(1) : sort));
    }

    @SuppressWarnings("unchecked")
    private static int compare(@Nullable Comparable<?> a, @Nullable Comparable<?> b) {
        return ((Comparable<Object>) a).compareTo(b);
    }

    private static @Nullable BigInteger unsigned(OptionalLong number) {
        return number.isPresent() ? new BigInteger(Long.toUnsignedString(number.getAsLong())) : null;
    }

    private static TreeMap<String, Facts> byId(List<Facts> nodes) {
        return nodes.stream().collect(Collectors.toMap(Facts::nodeId, node -> node, (a, _) -> a, TreeMap::new));
    }

    @Provide
    Arbitrary<List<Facts>> nodes() {
        return node().list().ofMaxSize(25);
    }

    @Provide
    Arbitrary<List<List<Change>>> changes() {
        Arbitrary<Change> change = Combinators.combine(node(), Arbitraries.of(true, true, false))
                .as((node, stays) -> new Change(node.nodeId(), stays ? node : null));
        return change.list().ofMaxSize(5).list().ofMaxSize(8);
    }

    @Provide
    Arbitrary<Integer> limits() {
        return Arbitraries.integers().between(1, 9);
    }

    @Provide
    Arbitrary<String> sorts() {
        return Arbitraries.of(SORTS.keySet()).flatMap(name -> Arbitraries.of(name, "-" + name));
    }

    @Provide
    Arbitrary<Map<String, String>> parameters() {
        Arbitrary<Map<String, String>> filters = Arbitraries.of(Map.of(), Map.of("network", "sn_MAIN"),
                Map.of("status", "stale"), Map.of("minBlock", "18446744073709551614"), Map.of("minBlock", "2"),
                Map.of("maxLag", "1"), Map.of("q", "a"), Map.of("q", "N"),
                Map.of("network", "SN_MAIN", "status", "online"));
        return Combinators.combine(filters, sorts()).as((filter, sort) -> {
            Map<String, String> both = new LinkedHashMap<>(filter);
            both.put("sort", sort);
            return both;
        });
    }

    /// From small sets, so that many are alike; a name is written in one case only, by which the plain order of texts is
    /// the one without case.
    private static Arbitrary<Facts> node() {
        Arbitrary<OptionalLong> whole = Arbitraries.of(0L, 1L, 2L, 9L, 10L, Long.MAX_VALUE, Long.MIN_VALUE, -1L)
                .map(OptionalLong::of).injectNull(0.2).map(value -> value == null ? OptionalLong.empty() : value);
        Arbitrary<OptionalDouble> decimal = Arbitraries.of(0.0, 0.1, 2.0, 10.5).map(OptionalDouble::of).injectNull(0.2)
                .map(value -> value == null ? OptionalDouble.empty() : value);
        return Combinators.combine(Arbitraries.integers().between(0, 30).map(i -> "n" + i),
                Arbitraries.of("a", "aa", "b", "ü", "🚀", "\"x,\\").injectNull(0.2),
                Arbitraries.of("SN_MAIN", "SN_SEPOLIA").injectNull(0.2), Arbitraries.of(NodeStatus.class), whole, whole,
                decimal)
                .as((id, name, network, status, height, lag, cpu) -> new Facts(id, name, network, null, null, status,
                        height, lag, cpu, true, false));
    }
}
