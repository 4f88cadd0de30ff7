package io.starkbeat.query.feed;

import java.util.List;

/// Where a subscriber's events go: a form of the feed, and a connection. All methods are called on the event loop of the
/// subscription, and return at once.
public interface FeedSink {
    /// Whether what was written waits to be read, so that more would only wait behind it. When it does no longer, whoever
    /// owns the connection calls [Subscription#drained].
    boolean isFull();

    /// Begins a snapshot. Nothing but its items comes until it ends.
    ///
    /// @param id where a subscriber who has all of it can go on from
    void snapshotBegins(String id);

    /// Goes on with a snapshot.
    ///
    /// @param items of lists of nodes, as JSON in UTF-8; shared, not to be written to
    void snapshotGoesOn(List<byte[]> items);

    /// Ends a snapshot.
    void snapshotEnds();

    /// Tells of changes.
    void changed(FeedEvents events);

    /// Says that it cannot go on from where the subscriber was; a snapshot follows. Nobody can go on from here.
    void reset();

    /// Says that nothing has happened, and that a subscriber can go on from here.
    void heartbeat(String id);

    /// Says why nothing more comes, and ends.
    void end(EndReason reason);
}
