package io.starkbeat.crawler;

import io.starkbeat.kit.service.ServiceMain;

/// The crawler as a process of its own.
public final class CrawlerMain {
    private CrawlerMain() {}

    /// Runs the crawler until it is told to stop.
    ///
    /// @param args only `--help`
    public static void main(String[] args) {
        ServiceMain.run(args, System.getenv(), new CrawlerDefinition());
    }
}
