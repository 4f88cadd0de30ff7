package io.starkbeat.query;

import io.starkbeat.kit.service.ServiceMain;

/// The query API as a process of its own.
public final class QueryMain {
    private QueryMain() {}

    /// Runs the query API until it is told to stop.
    ///
    /// @param args only `--help`
    public static void main(String[] args) {
        ServiceMain.run(args, System.getenv(), new QueryDefinition());
    }
}
