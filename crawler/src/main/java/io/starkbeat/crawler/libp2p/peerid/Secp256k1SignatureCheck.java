package io.starkbeat.crawler.libp2p.peerid;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/// ECDSA with SHA-256 on Bitcoin's curve, which the JDK dropped: Bouncy Castle's. Signatures are DER (BIP 66).
record Secp256k1SignatureCheck(ECPublicKeyParameters key) implements SignatureCheck {
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);
    private static final int COMPRESSED_BYTES = 33;

    static Secp256k1SignatureCheck of(byte[] point) throws KeyException {
        if (point.length != COMPRESSED_BYTES) {
            throw new KeyException("a secp256k1 key of " + point.length + " bytes");
        }
        try {
            return new Secp256k1SignatureCheck(new ECPublicKeyParameters(CURVE.getCurve().decodePoint(point), DOMAIN));
        } catch (IllegalArgumentException e) {
            throw new KeyException("no secp256k1 key: " + e.getMessage());
        }
    }

    @Override
    public boolean verifies(byte[] message, byte[] signature) {
        try {
            BigInteger[] pair = StandardDSAEncoding.INSTANCE.decode(DOMAIN.getN(), signature);
            ECDSASigner signer = new ECDSASigner();
            signer.init(false, key);
            return signer.verifySignature(MessageDigest.getInstance("SHA-256").digest(message), pair[0], pair[1]);
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle's parser says with one or the other, null pointers among them, that the bytes are no signature.
            return false;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
