package io.starkbeat.agent.telemetry;

import io.starkbeat.schemas.peer.PeerId;

/// Breaks the law that the client library needs nothing of ours.
final class LawlessClient {
    private LawlessClient() {}

    static boolean isPeerId(String text) {
        return PeerId.isCanonical(text);
    }
}
