package io.starkbeat.crawler.libp2p.peerid;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/// The kinds of keys that libp2p has, each with the form of its data and of its signatures (peer-ids specification).
public enum KeyType {
    RSA(0) {
        @Override
        SignatureCheck check(byte[] data) throws KeyException {
            java.security.PublicKey key = jdkKey("RSA", data);
            BigInteger modulus = ((RSAPublicKey) key).getModulus();
            if (modulus.bitLength() < MIN_RSA_BITS || modulus.bitLength() > MAX_RSA_BITS) {
                throw new KeyException("an RSA key of " + modulus.bitLength() + " bits, where " + MIN_RSA_BITS + " to "
                        + MAX_RSA_BITS + " are taken");
            }
            return new JdkSignatureCheck("SHA256withRSA", key);
        }
    },
    ED25519(1) {
        @Override
        SignatureCheck check(byte[] data) throws KeyException {
            return Ed25519SignatureCheck.of(data);
        }
    },
    SECP256K1(2) {
        @Override
        SignatureCheck check(byte[] data) throws KeyException {
            return Secp256k1SignatureCheck.of(data);
        }
    },
    ECDSA(3) {
        @Override
        SignatureCheck check(byte[] data) throws KeyException {
            return new JdkSignatureCheck("SHA256withECDSA", jdkKey("EC", data));
        }
    };

    /// Below, a key can be had by others; above, checking costs more than a stranger may ask for. go-libp2p has the same.
    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 8192;

    private final int number;

    KeyType(int number) {
        this.number = number;
    }

    /// The value in the protobuf enum `KeyType`.
    int number() {
        return number;
    }

    static KeyType of(long number) throws KeyException {
        for (KeyType type : values()) {
            if (type.number == number) {
                return type;
            }
        }
        throw new KeyException("a key of no known kind");
    }

    abstract SignatureCheck check(byte[] data) throws KeyException;

    private static java.security.PublicKey jdkKey(String algorithm, byte[] x509) throws KeyException {
        EncodedKeySpec spec = new X509EncodedKeySpec(x509);
        try {
            return KeyFactory.getInstance(algorithm).generatePublic(spec);
        } catch (GeneralSecurityException e) {
            throw new KeyException("no " + algorithm + " key: " + e.getMessage());
        }
    }
}
