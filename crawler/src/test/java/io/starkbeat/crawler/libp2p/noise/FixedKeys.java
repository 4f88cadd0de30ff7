package io.starkbeat.crawler.libp2p.noise;

import io.starkbeat.crawler.libp2p.peerid.Identity;

/// Keys with which a handshake can be repeated that was recorded.
public final class FixedKeys {
    private FixedKeys() {}

    public static NoiseKeys of(Identity identity, byte[] staticKey, byte[] ephemeralKey) {
        return NoiseKeys.fixed(identity, staticKey, ephemeralKey);
    }
}
