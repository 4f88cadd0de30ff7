package io.starkbeat.query.question;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A question about the nodes: which, in which order, how many of them from where on, and what of each.
///
/// @param limit      the most nodes of a page, 1 to [#MOST]; empty for no limit
/// @param after      where the page before ended; null for the first
/// @param properties what of each node is told, in the item's order; the node id always is
public record NodeQuestion(NodeFilter filter, NodeOrder order, OptionalInt limit, @Nullable PageCursor after,
        Set<NodeProperty> properties) {
    /// The most nodes that a limit may ask for.
    public static final int MOST = 1000;

    /// All nodes by id, with all that their items have: what the plain list answers.
    public static final NodeQuestion EVERYTHING = new NodeQuestion(NodeFilter.ALL, NodeOrder.BY_ID, OptionalInt.empty(),
            null, EnumSet.allOf(NodeProperty.class));

    /// The parameter by which the next page is asked for.
    public static final String CURSOR = "cursor";

    private static final String SORT = "sort";
    private static final String LIMIT = "limit";

    private static final String FIELDS = "fields";

    /// The names of all parameters of a question.
    public static final List<String> PARAMETERS = Stream
            .concat(NodeFilter.PARAMETERS.stream(), Stream.of(SORT, FIELDS, LIMIT, CURSOR))
            .toList();
    /// Those of them that take several values.
    public static final Set<String> SEVERAL = Stream.concat(NodeFilter.SEVERAL.stream(), Stream.of(FIELDS))
            .collect(Collectors.toUnmodifiableSet());

    public NodeQuestion {
        EnumSet<NodeProperty> shown = EnumSet.of(NodeProperty.NODE_ID);
        shown.addAll(properties);
        properties = Collections.unmodifiableSet(shown);
    }

    /// Reads a question.
    ///
    /// @param parameters each with its values, which are separate already
    /// @throws RefusedParameterException naming a parameter that there is not, or whose value is none
    public static NodeQuestion of(Map<String, List<String>> parameters) {
        Parameters given = new Parameters(parameters, PARAMETERS);
        NodeOrder order = given.one(SORT).map(sort -> NodeOrder.read(SORT, sort)).orElse(NodeOrder.BY_ID);
        Optional<Integer> limit = given.one(LIMIT)
                .map(value -> Parameters.read(LIMIT, value, "a whole number from 1 to " + MOST, NodeQuestion::limit));
        PageCursor after = given.one(CURSOR).map(cursor -> PageCursor.read(CURSOR, cursor, order)).orElse(null);
        List<NodeProperty> fields = given.several(FIELDS, "some of " + String.join(", ", NodeProperty.apiNames()),
                NodeProperty::byApiName);
        return new NodeQuestion(NodeFilter.of(given), order,
                limit.isPresent() ? OptionalInt.of(limit.get()) : OptionalInt.empty(), after,
                fields.isEmpty() ? EVERYTHING.properties : EnumSet.copyOf(fields));
    }

    /// Whether the answer is the plain list's.
    public boolean isEverything() {
        return equals(EVERYTHING);
    }

    /// A page.
    ///
    /// @param next where the next one begins; null when this is the last
    public record Page<N extends NodeFacts>(List<N> nodes, @Nullable PageCursor next) {}

    private record Place<N extends NodeFacts>(N node, @Nullable OrderValue value) {}

    /// Answers it.
    ///
    /// @param all all nodes at one moment, in the order of their ids
    public <N extends NodeFacts> Page<N> select(Iterable<N> all) {
        int most = limit.orElse(Integer.MAX_VALUE);
        boolean ordered = order.equals(NodeOrder.BY_ID);
        List<Place<N>> places = new ArrayList<>();
        for (N node : all) {
            if (ordered && places.size() > most) {
                break;
            }
            if (filter.test(node)) {
                Place<N> place = new Place<>(node, order.by().of(node));
                if (after == null || compare(after.value(), after.nodeId(), place) < 0) {
                    places.add(place);
                }
            }
        }
        if (!ordered) {
            places.sort((a, b) -> compare(a.value, a.node.nodeId(), b));
        }
        boolean more = places.size() > most;
        List<Place<N>> page = more ? places.subList(0, most) : places;
        return new Page<>(page.stream().map(Place::node).toList(), more ? end(page.getLast()) : null);
    }

    private PageCursor end(Place<?> last) {
        return new PageCursor(order, last.value, last.node.nodeId());
    }

    private int compare(@Nullable OrderValue value, String nodeId, Place<?> other) {
        return order.compare(value, nodeId, other.value, other.node.nodeId());
    }

    private static int limit(String digits) {
        long limit = Parameters.unsigned(digits);
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("out of range");
        }
        return (int) limit;
    }
}
