package io.starkbeat.gateway;

import io.starkbeat.kit.service.ServiceMain;

/// The gateway as a process of its own.
public final class GatewayMain {
    private GatewayMain() {}

    /// Runs the gateway until it is told to stop.
    ///
    /// @param args only `--help`
    public static void main(String[] args) {
        ServiceMain.run(args, System.getenv(), new GatewayDefinition());
    }
}
