package io.starkbeat.query.rpc;

import java.time.Duration;

/// How long is waited for the peer of a WebSocket.
///
/// @param pingEvery how often it is asked whether it is there
/// @param silentFor ended when nothing was heard of it for so long, not even an answer to that
/// @param stuckFor  ended when it has read nothing of what waits for it for so long
record SocketPatience(Duration pingEvery, Duration silentFor, Duration stuckFor) {
    /// Proxies forget connections on which nothing happens for a minute; two pings may be lost. A reader who pauses for two
    /// minutes asks again anyway.
    static final SocketPatience USUAL = new SocketPatience(Duration.ofSeconds(20), Duration.ofSeconds(65),
            Duration.ofMinutes(2));
}
