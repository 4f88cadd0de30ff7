package io.starkbeat.crawler.libp2p.peerid;

import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// Ed25519 by Bouncy Castle: nearly all peers have such keys, and the JDK takes ten times as long to check a signature, which
/// was half of a handshake.
record Ed25519SignatureCheck(Ed25519PublicKeyParameters key) implements SignatureCheck {
    static SignatureCheck of(byte[] point) throws KeyException {
        if (point.length != Ed25519PublicKeyParameters.KEY_SIZE) {
            throw new KeyException("an Ed25519 key of " + point.length + " bytes");
        }
        try {
            return new Ed25519SignatureCheck(new Ed25519PublicKeyParameters(point, 0));
        } catch (IllegalArgumentException e) {
            throw new KeyException("no Ed25519 key: " + e.getMessage());
        }
    }

    @Override
    public boolean verifies(byte[] message, byte[] signature) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(false, key);
        signer.update(message, 0, message.length);
        return signer.verifySignature(signature);
    }
}
