package io.starkbeat.crawler.libp2p.peerid;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/// @param algorithm as the JDK names it, with its hash
record JdkSignatureCheck(String algorithm, PublicKey key) implements SignatureCheck {
    @Override
    public boolean verifies(byte[] message, byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(bytes);
        } catch (SignatureException | InvalidKeyException e) {
            // Bytes that are no signature, or a key that is a point of no use: either way nothing is proved by it.
            return false;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no " + algorithm, e);
        }
    }
}
