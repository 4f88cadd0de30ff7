package io.starkbeat.crawler.libp2p.noise;

import io.starkbeat.crawler.libp2p.peerid.Identity;
import io.starkbeat.crawler.libp2p.peerid.KeyException;
import io.starkbeat.crawler.libp2p.peerid.PublicKey;
import io.starkbeat.crawler.libp2p.protobuf.ProtoException;
import io.starkbeat.crawler.libp2p.protobuf.ProtoReader;
import io.starkbeat.crawler.libp2p.protobuf.ProtoWriter;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Layer;
import java.nio.charset.StandardCharsets;

/// What libp2p sends inside a handshake (noise specification, "The libp2p Handshake Payload"): a peer's identity key and, by
/// it, a signature over its Noise key. Extensions are passed over.
final class HandshakePayload {
    private static final int IDENTITY_KEY = 1;
    private static final int IDENTITY_SIG = 2;
    private static final byte[] SIGNED_BEFORE_KEY = "noise-libp2p-static-key:".getBytes(StandardCharsets.US_ASCII);

    private final byte[] identityKey;
    private final byte[] signature;

    HandshakePayload(byte[] identityKey, byte[] signature) {
        this.identityKey = identityKey;
        this.signature = signature;
    }

    static HandshakePayload sign(Identity identity, byte[] noiseKey) {
        return new HandshakePayload(identity.publicKey().encoded(), identity.sign(signed(noiseKey)));
    }

    static HandshakePayload decode(byte[] payload) throws DialException {
        byte[] key = new byte[0];
        byte[] signature = new byte[0];
        try {
            ProtoReader reader = new ProtoReader(payload);
            for (int field = reader.next(); field != 0; field = reader.next()) {
                switch (field) {
                    case IDENTITY_KEY -> key = reader.bytes();
                    case IDENTITY_SIG -> signature = reader.bytes();
                    default -> {
                        // Extensions, of which none is used: what a peer speaks is negotiated.
                    }
                }
            }
        } catch (ProtoException e) {
            throw new DialException.Violation(Layer.NOISE, "the handshake's payload is no message: " + e.getMessage());
        }
        return new HandshakePayload(key, signature);
    }

    /// The identity that vouches for the Noise key.
    PublicKey verified(byte[] noiseKey) throws DialException {
        PublicKey key;
        try {
            key = PublicKey.decode(identityKey);
        } catch (KeyException e) {
            throw new DialException.Violation(Layer.NOISE, "the peer's identity is not understood: " + e.getMessage());
        }
        if (!key.verifies(signed(noiseKey), signature)) {
            throw new DialException.Violation(Layer.NOISE, "the peer's identity did not sign its Noise key");
        }
        return key;
    }

    byte[] encoded() {
        return new ProtoWriter().bytes(IDENTITY_KEY, identityKey).bytes(IDENTITY_SIG, signature).toBytes();
    }

    private static byte[] signed(byte[] noiseKey) {
        byte[] signed = new byte[SIGNED_BEFORE_KEY.length + noiseKey.length];
        System.arraycopy(SIGNED_BEFORE_KEY, 0, signed, 0, SIGNED_BEFORE_KEY.length);
        System.arraycopy(noiseKey, 0, signed, SIGNED_BEFORE_KEY.length, noiseKey.length);
        return signed;
    }
}
