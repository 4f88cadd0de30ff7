package io.starkbeat.query.feed;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Events that belong together, for everyone who subscribed to the same nodes. Thread-safe.
public final class FeedEvents {
    private final List<FeedEvent> events;
    private volatile @Nullable Buffer written;

    FeedEvents(List<FeedEvent> events) {
        this.events = List.copyOf(events);
    }

    /// In the order in which they are to be told; at least one.
    public List<FeedEvent> events() {
        return events;
    }

    /// The events as one form of the feed writes them, written once for all subscribers of that form.
    ///
    /// @param form the one form whose writing is the same for all; always the same
    /// @return shared: not to be written to
    public Buffer writtenOnce(Function<List<FeedEvent>, Buffer> form) {
        Buffer known = written;
        if (known == null) {
            // Two at once write the same.
            known = form.apply(events);
            written = known;
        }
        return known;
    }
}
