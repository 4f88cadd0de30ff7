package io.starkbeat.crawler.walk;

/// Why something that peers said led to no dial.
public enum Withheld {
    /// The address is no public one, and others are not allowed.
    NOT_PUBLIC,
    /// The address is of a kind that is not dialled.
    NOT_DIALABLE,
    /// A peer that was met in this round has that address.
    OCCUPIED,
    /// As many dials for one peer as one round makes have failed.
    PEER_LIMIT,
    /// Too many dials on the word of those who named it have failed.
    REPORTER_LIMIT,
    /// Too many dials within its /24 (IPv6: /48), or in vain to its IP address.
    NEIGHBOURHOOD_LIMIT,
    /// The one who named it brought up too many peers.
    TOO_MANY_NEW,
    /// The walk keeps note of too many peers.
    TOO_MANY_PEERS,
    /// It was away several times, and its turn has not come yet.
    BACKING_OFF;

    /// For metrics and texts.
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
