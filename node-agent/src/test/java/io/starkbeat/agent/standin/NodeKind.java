package io.starkbeat.agent.standin;

/// Clients as the agent meets them: which call tells what they are, and where their WebSocket is.
public enum NodeKind {
    /// `juno_version`; its WebSocket has a port of its own, which the stand-in has at another path.
    JUNO("Juno", "juno_version", "v0.15.4", "/juno-ws"),
    /// `pathfinder_version`; its WebSocket is at `/ws`.
    PATHFINDER("Pathfinder", "pathfinder_version", "v0.20.3", "/ws"),
    /// No call of its own but jsonrpsee's `rpc_methods`; its WebSocket is where its HTTP is.
    MADARA("Madara", "", "", "/");

    private final String client;
    private final String versionCall;
    private final String version;
    private final String webSocketPath;

    NodeKind(String client, String versionCall, String version, String webSocketPath) {
        this.client = client;
        this.versionCall = versionCall;
        this.version = version;
        this.webSocketPath = webSocketPath;
    }

    /// As the agent reports it.
    public String client() {
        return client;
    }

    /// As the client tells it; empty where it does not.
    public String version() {
        return version;
    }

    String versionCall() {
        return versionCall;
    }

    String webSocketPath() {
        return webSocketPath;
    }
}
