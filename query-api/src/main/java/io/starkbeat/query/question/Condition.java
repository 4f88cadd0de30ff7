package io.starkbeat.query.question;

import io.starkbeat.query.liveness.NodeStatus;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One thing that a node has to meet. What is not known of a node meets no condition on it.
sealed interface Condition extends Predicate<NodeFacts> {

    /// A text is one of these, without regard to case.
    record AnyText(NodeProperty property, List<String> texts) implements Condition {
        @Override
        public boolean test(NodeFacts node) {
            if (property.of(node) instanceof OrderValue.Text(String text)) {
                for (String each : texts) {
                    if (each.equalsIgnoreCase(text)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    record AnyStatus(Set<NodeStatus> statuses) implements Condition {
        @Override
        public boolean test(NodeFacts node) {
            return statuses.contains(node.status());
        }
    }

    /// Told of in any of these ways.
    record AnySource(Set<SourceChoice> choices) implements Condition {
        @Override
        public boolean test(NodeFacts node) {
            for (SourceChoice choice : choices) {
                if (choice.fits(node)) {
                    return true;
                }
            }
            return false;
        }
    }

    /// Who tells of a node. Each of the first two whether or not the other does as well.
    enum SourceChoice {
        TELEMETRY,
        CRAWLER,
        BOTH;

        private boolean fits(NodeFacts node) {
            return switch (this) {
                case TELEMETRY -> node.toldByTelemetry();
                case CRAWLER -> node.toldByCrawler();
                case BOTH -> node.toldByTelemetry() && node.toldByCrawler();
            };
        }
    }

    /// It has reached a block.
    ///
    /// @param height unsigned
    record MinBlock(long height) implements Condition {
        @Override
        public boolean test(NodeFacts node) {
            OptionalLong own = node.height();
            return own.isPresent() && Long.compareUnsigned(own.getAsLong(), height) >= 0;
        }
    }

    /// It lags no more than this.
    ///
    /// @param blocks unsigned
    record MaxLag(long blocks) implements Condition {
        @Override
        public boolean test(NodeFacts node) {
            OptionalLong own = node.lag();
            return own.isPresent() && Long.compareUnsigned(own.getAsLong(), blocks) <= 0;
        }
    }

    /// The text is part of the node's name (without regard to case), or its id or its address begins with it.
    record Mentioned(String text) implements Condition {
        @Override
        public boolean test(NodeFacts node) {
            return node.nodeId().startsWith(text) || isPartOf(node.name()) || begins(node.address());
        }

        private boolean begins(@Nullable String address) {
            return address != null && address.regionMatches(true, 0, text, 0, text.length());
        }

        private boolean isPartOf(@Nullable String name) {
            if (name != null) {
                for (int at = 0; at + text.length() <= name.length(); at++) {
                    if (name.regionMatches(true, at, text, 0, text.length())) {
                        return true;
                    }
                }
            }
            return false;
        }
    }
}
