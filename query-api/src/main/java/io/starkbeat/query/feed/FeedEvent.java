package io.starkbeat.query.feed;

/// What a subscriber is told of one node.
public sealed interface FeedEvent {
    /// Where a subscriber who has been told of it can go on from.
    String id();

    /// As JSON in UTF-8: what the event carries. Shared, not to be written to.
    byte[] json();

    /// How a node stands now.
    ///
    /// @param json its item in lists of nodes
    @SuppressWarnings("ArrayRecordComponent") // shared among all subscribers, never compared
    record Node(String id, byte[] json) implements FeedEvent {}

    /// A node is no more, or passes the subscriber's filter no longer.
    ///
    /// @param json an object with its `nodeId`
    @SuppressWarnings("ArrayRecordComponent") // as above
    record Gone(String id, byte[] json) implements FeedEvent {}
}
