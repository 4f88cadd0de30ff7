package io.starkbeat.crawler.libp2p.peerid;

import java.security.SecureRandom;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// An identity with an Ed25519 key, the kind that every peer has to support.
public final class Ed25519Identity implements Identity {
    private final Ed25519PrivateKeyParameters privateKey;
    private final PublicKey publicKey;

    private Ed25519Identity(Ed25519PrivateKeyParameters privateKey) {
        this.privateKey = privateKey;
        try {
            this.publicKey = PublicKey.of(KeyType.ED25519, privateKey.generatePublicKey().getEncoded());
        } catch (KeyException e) {
            throw new IllegalStateException("a key of ours is none", e);
        }
    }

    /// A new one.
    public static Ed25519Identity generate() {
        return new Ed25519Identity(new Ed25519PrivateKeyParameters(new SecureRandom()));
    }

    /// One that was made before.
    ///
    /// @param seed the private key's 32 bytes (RFC 8032)
    /// @throws IllegalArgumentException if there are not 32
    public static Ed25519Identity of(byte[] seed) {
        if (seed.length != Ed25519PrivateKeyParameters.KEY_SIZE) {
            throw new IllegalArgumentException("an Ed25519 key has 32 bytes, not " + seed.length);
        }
        return new Ed25519Identity(new Ed25519PrivateKeyParameters(seed, 0));
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(byte[] message) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, privateKey);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }
}
