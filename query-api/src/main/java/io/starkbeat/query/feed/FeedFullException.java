package io.starkbeat.query.feed;

/// There are as many subscribers as there may be.
public final class FeedFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FeedFullException(int most) {
        super("there are " + most + " subscribers already, as many as this server takes");
    }
}
