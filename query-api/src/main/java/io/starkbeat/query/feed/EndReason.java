package io.starkbeat.query.feed;

import io.starkbeat.query.metrics.FeedMetrics.Departure;

/// Why a subscription was ended that its subscriber did not end.
public enum EndReason {
    /// The subscriber reads so slowly that the log no longer reaches back to where it last was up to date.
    TOO_SLOW("too_slow",
            "You read more slowly than the nodes change: the log of changes no longer reaches back to where you were."
                    + " Subscribe anew, with a narrower filter or a faster reader."),
    /// The service stops.
    LEAVING("leaving", "This server stops. Subscribe anew; another one answers.");

    private final String key;
    private final String explanation;

    EndReason(String key, String explanation) {
        this.key = key;
        this.explanation = explanation;
    }

    Departure departure() {
        return switch (this) {
            case TOO_SLOW -> Departure.TOO_SLOW;
            case LEAVING -> Departure.LEAVING;
        };
    }

    /// For programs.
    public String key() {
        return key;
    }

    /// For people.
    public String explanation() {
        return explanation;
    }
}
