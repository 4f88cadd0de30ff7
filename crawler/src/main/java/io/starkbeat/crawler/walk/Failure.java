package io.starkbeat.crawler.walk;

/// How a dial, or a conversation, came to nothing.
public enum Failure {
    /// A name has no address.
    UNRESOLVED,
    /// No way leads there.
    UNREACHABLE,
    /// Nothing listens there.
    REFUSED,
    /// Too slow, or silent.
    TIMED_OUT,
    /// Hung up, before or amid an answer.
    ENDED,
    /// Broke a rule of the protocol.
    BROKE_RULES,
    /// Speaks none of our protocols.
    UNSUPPORTED,
    /// Somebody else proved to be there.
    ANOTHER_PEER,
    /// Who had been met in this round already proved to be there.
    MET_AGAIN,
    /// The round's time was over, or the crawler was stopped.
    CUT_SHORT;

    /// Whether somebody took the connection, who did not come to prove who he is. Of what was too slow nobody knows.
    boolean isOfConnection() {
        return this == ENDED || this == BROKE_RULES || this == UNSUPPORTED;
    }

    /// For metrics and texts.
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
