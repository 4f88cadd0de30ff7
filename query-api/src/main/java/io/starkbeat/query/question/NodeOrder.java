package io.starkbeat.query.question;

import org.jspecify.annotations.Nullable;

/// An order of nodes: by one property, up or down. What lacks the property comes last in both directions, and nodes that
/// are alike in it are ordered by their ids, so that it is a total order: of two nodes one comes first, always the same.
///
/// Numbers are compared as such (unsigned where they are), texts without regard to case first, `status` as online, stale,
/// offline, `sources` as telemetry, crawler, both.
public record NodeOrder(NodeProperty by, boolean descending) {
    /// That of the plain list.
    public static final NodeOrder BY_ID = new NodeOrder(NodeProperty.NODE_ID, false);

    /// Reads `sort`: a property's name, with a hyphen before it for descending.
    ///
    /// @throws RefusedParameterException for anything else
    static NodeOrder read(String parameter, String sort) {
        boolean descending = sort.startsWith("-");
        NodeProperty by = Parameters.read(parameter, descending ? sort.substring(1) : sort,
                "one of " + String.join(", ", NodeProperty.apiNames()) + ", with - before it for descending",
                NodeProperty::byApiName);
        return new NodeOrder(by, descending);
    }

    /// The order as `sort` names it.
    String written() {
        return (descending ? "-" : "") + by.apiName();
    }

    /// Compares two places in the order, each a value (null where it lacks) and a node id.
    int compare(@Nullable OrderValue a, String nodeA, @Nullable OrderValue b, String nodeB) {
        if (a == null) {
            return b == null ? nodeA.compareTo(nodeB) : 1;
        }
        if (b == null) {
            return -1;
        }
        int compared = descending ? OrderValue.compare(b, a) : OrderValue.compare(a, b);
        return compared != 0 ? compared : nodeA.compareTo(nodeB);
    }
}
