package io.starkbeat.crawler.crawl;

import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.walk.Failure;

/// What the dialer's errors are to a round.
final class Failures {
    private Failures() {}

    static Failure of(DialException ended) {
        return switch (ended) {
            case DialException.NotDialable _,DialException.Unreachable _ -> Failure.UNREACHABLE;
            case DialException.Unresolved _ -> Failure.UNRESOLVED;
            case DialException.Refused _ -> Failure.REFUSED;
            case DialException.DeadlinePassed _ -> Failure.TIMED_OUT;
            case DialException.NotThePeer _ -> Failure.ANOTHER_PEER;
            case DialException.Violation _ -> Failure.BROKE_RULES;
            case DialException.Ended _ -> Failure.ENDED;
            case DialException.Unsupported _ -> Failure.UNSUPPORTED;
            case DialException.Cancelled _ -> Failure.CUT_SHORT;
        };
    }
}
