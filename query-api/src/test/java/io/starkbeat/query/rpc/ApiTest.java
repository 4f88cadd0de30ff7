package io.starkbeat.query.rpc;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A [RunningApi] for each test, and what many of them say to it.
abstract class ApiTest {
    static final String VERSION = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"nodeData_specVersion\"}";
    static final String NOTIFICATION = "{\"jsonrpc\":\"2.0\",\"method\":\"nodeData_specVersion\"}";
    /// To [#VERSION].
    static final String ANSWER = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"1.0.0\"}";

    RunningApi api;

    @BeforeEach
    final void startApi() throws Exception {
        api = new RunningApi();
    }

    @AfterEach
    final void stopApi() throws Exception {
        api.stop();
    }
}
