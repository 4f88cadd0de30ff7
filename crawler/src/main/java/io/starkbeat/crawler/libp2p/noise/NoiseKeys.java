package io.starkbeat.crawler.libp2p.noise;

import com.southernstorm.noise.protocol.DHState;
import com.southernstorm.noise.protocol.HandshakeState;
import com.southernstorm.noise.protocol.Noise;
import io.starkbeat.crawler.libp2p.peerid.Identity;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;

/// What our side brings into every handshake: a static key of Noise's own and the payload in which our identity vouches for
/// it. Both are made once for a process, as the specification allows, so a handshake costs no signature of ours.
public final class NoiseKeys {
    static final String PROTOCOL = "Noise_XX_25519_ChaChaPoly_SHA256";
    private static final int KEY_BYTES = 32;

    private final byte[] staticKey;
    private final Optional<byte[]> ephemeralKey;
    private final byte[] payload;

    private NoiseKeys(Identity identity, byte[] staticKey, Optional<byte[]> ephemeralKey) {
        this.staticKey = staticKey;
        this.ephemeralKey = ephemeralKey;
        byte[] publicKey = new byte[KEY_BYTES];
        DHState pair = dh();
        pair.setPrivateKey(staticKey, 0);
        pair.getPublicKey(publicKey, 0);
        this.payload = HandshakePayload.sign(identity, publicKey).encoded();
    }

    /// A new static key.
    public static NoiseKeys generate(Identity identity) {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new NoiseKeys(identity, key, Optional.empty());
    }

    /// Keys that make every handshake the same: only to repeat one that was recorded, never with a peer.
    static NoiseKeys fixed(Identity identity, byte[] staticKey, byte[] ephemeralKey) {
        return new NoiseKeys(identity, staticKey.clone(), Optional.of(ephemeralKey.clone()));
    }

    /// @param role [HandshakeState#INITIATOR] or [HandshakeState#RESPONDER]
    HandshakeState start(int role) {
        try {
            HandshakeState handshake = new HandshakeState(PROTOCOL, role);
            handshake.getLocalKeyPair().setPrivateKey(staticKey, 0);
            ephemeralKey.ifPresent(key -> handshake.getFixedEphemeralKey().setPrivateKey(key, 0));
            handshake.start();
            return handshake;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the Noise library lacks " + PROTOCOL, e);
        }
    }

    byte[] payload() {
        return payload;
    }

    private static DHState dh() {
        try {
            return Noise.createDH("25519");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the Noise library lacks Curve25519", e);
        }
    }
}
