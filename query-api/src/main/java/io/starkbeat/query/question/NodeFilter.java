package io.starkbeat.query.question;

import io.starkbeat.query.liveness.NodeStatus;
import io.starkbeat.query.question.Condition.SourceChoice;
import io.starkbeat.schemas.field.Field;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which nodes: those that meet all of its conditions. Equal filters have the same conditions, as they were given.
public record NodeFilter(List<Condition> conditions) implements Predicate<NodeFacts> {
    /// All nodes.
    public static final NodeFilter ALL = new NodeFilter(List.of());

    /// The longest search text, in UTF-16 units: no name is longer.
    static final int LONGEST_SEARCH = Field.MAX_TEXT;

    /// The texts that can be asked for, each by its parameter's name.
    private static final Map<String, NodeProperty> TEXTS = Map.of("network", NodeProperty.NETWORK, "client",
            NodeProperty.CLIENT, "version", NodeProperty.VERSION);
    private static final List<String> CAPABILITIES = List.of("FullNode", "Sequencer");

    /// The names of all parameters of a filter.
    public static final List<String> PARAMETERS = List.of("network", "client", "version", "capability", "status",
            "country", "source", "minBlock", "maxLag", "q");
    /// Those of them that take several values, of which any will do.
    public static final Set<String> SEVERAL = Set.of("network", "client", "version", "capability", "status", "country",
            "source");

    public NodeFilter {
        conditions = List.copyOf(conditions);
    }

    /// Reads a filter.
    ///
    /// @param parameters each with its values; none of another name
    /// @throws RefusedParameterException naming a parameter that there is not, or whose value is none
    public static NodeFilter of(Map<String, List<String>> parameters) {
        return of(new Parameters(parameters, PARAMETERS));
    }

    static NodeFilter of(Parameters given) {
        List<Condition> conditions = new ArrayList<>();
        for (String name : PARAMETERS) {
            NodeProperty property = TEXTS.get(name);
            if (property != null) {
                anyText(property, given.texts(name), conditions);
            }
        }
        anyText(NodeProperty.CAPABILITY, given.several("capability", oneOf(CAPABILITIES.stream()),
                text -> known(text, CAPABILITIES)), conditions);
        anyText(NodeProperty.COUNTRY, given.several("country", "a country as two letters (ISO 3166-1), such as DE",
                NodeFilter::country), conditions);
        List<NodeStatus> statuses = given.several("status", oneOf(words(NodeStatus.class)),
                text -> constant(NodeStatus.class, text));
        if (!statuses.isEmpty()) {
            conditions.add(new Condition.AnyStatus(Set.copyOf(EnumSet.copyOf(statuses))));
        }
        List<SourceChoice> sources = given.several("source", oneOf(words(SourceChoice.class)),
                text -> constant(SourceChoice.class, text));
        if (!sources.isEmpty()) {
            conditions.add(new Condition.AnySource(Set.copyOf(EnumSet.copyOf(sources))));
        }
        given.whole("minBlock").map(Condition.MinBlock::new).ifPresent(conditions::add);
        given.whole("maxLag").map(Condition.MaxLag::new).ifPresent(conditions::add);
        given.one("q").filter(text -> !text.isEmpty()).map(NodeFilter::search).ifPresent(conditions::add);
        return new NodeFilter(conditions);
    }

    @Override
    public boolean test(NodeFacts node) {
        for (Condition condition : conditions) {
            if (!condition.test(node)) {
                return false;
            }
        }
        return true;
    }

    private static void anyText(NodeProperty property, List<String> texts, List<Condition> to) {
        if (!texts.isEmpty()) {
            to.add(new Condition.AnyText(property, texts));
        }
    }

    private static Condition search(String text) {
        if (text.length() > LONGEST_SEARCH) {
            throw new RefusedParameterException("q",
                    "q has " + text.length() + " characters; no name has more than " + LONGEST_SEARCH + ".");
        }
        return new Condition.Mentioned(text);
    }

    private static String country(String text) {
        if (text.length() != 2 || !text.chars().allMatch(c -> c < 0x80 && Character.isLetter(c))) {
            throw new IllegalArgumentException("no two letters");
        }
        return text;
    }

    private static String known(String text, List<String> words) {
        return words.stream().filter(text::equalsIgnoreCase).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown"));
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String text) {
        return Stream.of(type.getEnumConstants())
                .filter(each -> each.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown"));
    }

    private static <E extends Enum<E>> Stream<String> words(Class<E> type) {
        return Stream.of(type.getEnumConstants()).map(each -> each.name().toLowerCase(Locale.ROOT));
    }

    private static String oneOf(Stream<String> words) {
        return "one of " + words.collect(Collectors.joining(", "));
    }
}
