package io.starkbeat.crawler.walk;

/// A peer that was met, as one that tells of others.
final class Reporter {
    final Quota quota;
    int newPeers;
    int lookups;

    Reporter(WalkLimits limits) {
        quota = new Quota(Integer.MAX_VALUE, limits.failedByReporter());
    }
}
