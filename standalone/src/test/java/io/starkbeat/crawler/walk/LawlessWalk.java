package io.starkbeat.crawler.walk;

import java.util.concurrent.ConcurrentHashMap;

/// Breaks the law of walks, to show that it is looked at: it minds threads.
final class LawlessWalk {
    private LawlessWalk() {}

    static ConcurrentHashMap<String, String> walk() {
        return new ConcurrentHashMap<>();
    }
}
