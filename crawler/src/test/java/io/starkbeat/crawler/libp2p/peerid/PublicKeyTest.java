package io.starkbeat.crawler.libp2p.peerid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// On the published keys: their owners' signatures, made of the published private keys by other means, are theirs.
final class PublicKeyTest {
    private static final Properties VECTORS = vectors();
    private static final byte[] MESSAGE = "noise-libp2p-static-key:…".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private static Properties vectors() {
        try (InputStream in = PublicKeyTest.class.getResourceAsStream("/libp2p/peer-ids.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] vector(String name) {
        return HexFormat.of().parseHex(VECTORS.getProperty(name));
    }

    /// The data of the message `PrivateKey`, which stands behind the type and the length.
    private static byte[] privateData(String kind) {
        byte[] message = vector(kind + ".private");
        return Arrays.copyOfRange(message, message[3] < 0 ? 5 : 4, message.length);
    }

    private static byte[] jdkSignature(String key, String algorithm, byte[] pkcs8) throws Exception {
        PrivateKey owner = KeyFactory.getInstance(key).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(owner);
        signature.update(MESSAGE);
        return signature.sign();
    }

    private static byte[] signature(String kind) throws Exception {
        byte[] data = privateData(kind);
        return switch (kind) {
            case "ed25519" ->
                Ed25519Identity.of(Arrays.copyOf(data, 32)).sign(MESSAGE);
            case "rsa" -> jdkSignature("RSA", "SHA256withRSA",
                    new PrivateKeyInfo(new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                            RSAPrivateKey.getInstance(data)).getEncoded());
            case "ecdsa" -> {
                ECPrivateKey sec1 = ECPrivateKey.getInstance(data);
                yield jdkSignature("EC", "SHA256withECDSA", new PrivateKeyInfo(
                        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, X9ObjectIdentifiers.prime256v1),
                        sec1)
                        .getEncoded());
            }
            case "secp256k1" -> {
                ECDomainParameters domain = new ECDomainParameters(CustomNamedCurves.getByName("secp256k1"));
                ECDSASigner signer = new ECDSASigner();
                signer.init(true, new ECPrivateKeyParameters(new BigInteger(1, data), domain));
                BigInteger[] pair = signer.generateSignature(MessageDigest.getInstance("SHA-256").digest(MESSAGE));
                yield StandardDSAEncoding.INSTANCE.encode(domain.getN(), pair[0], pair[1]);
            }
            default -> throw new IllegalArgumentException(kind);
        };
    }

    @ParameterizedTest
    @CsvSource({"ed25519, 12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq",
            "secp256k1, 16Uiu2HAmLhLvBoYaoZfaMUKuibM6ac163GwKY74c5kiSLg5KvLpY",
            "ecdsa, QmVMT29id3TUASyfZZ6k9hmNyc2nYabCo4uMSpDw4zrgDk",
            "rsa, QmaeANgBs1DTSxWSrPPtobgQuxW8XTfsS4ydbK4rCHzqxG"})
    void thePublishedKeysAreReadAndTheirSignaturesAreTheirs(String kind, String peerId) throws Exception {
        PublicKey key = PublicKey.decode(vector(kind + ".public"));
        assertThat(key.peerId()).hasToString(peerId);
        assertThat(key.encoded()).isEqualTo(vector(kind + ".public"));
        byte[] signature = signature(kind);
        assertThat(key.verifies(MESSAGE, signature)).isTrue();
        byte[] other = MESSAGE.clone();
        other[0]++;
        assertThat(key.verifies(other, signature)).isFalse();
        for (int i = 0; i < signature.length; i++) {
            byte[] changed = signature.clone();
            changed[i] ^= 1;
            assertThat(key.verifies(MESSAGE, changed)).as("signature changed at %d", i).isFalse();
        }
        for (int length = 0; length < signature.length; length++) {
            assertThat(key.verifies(MESSAGE, Arrays.copyOf(signature, length))).isFalse();
        }
        for (String another : Map.of("rsa", 0, "ed25519", 1, "secp256k1", 2, "ecdsa", 3).keySet()) {
            if (!another.equals(kind)) {
                assertThat(PublicKey.decode(vector(another + ".public")).verifies(MESSAGE, signature)).isFalse();
            }
        }
    }

    @Test
    void theEd25519IdentityHasThePublishedKey() throws KeyException {
        byte[] data = privateData("ed25519");
        Identity identity = Ed25519Identity.of(Arrays.copyOf(data, 32));
        assertThat(identity.publicKey().encoded()).isEqualTo(vector("ed25519.public"));
        assertThatThrownBy(() -> Ed25519Identity.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
        Identity other = Ed25519Identity.generate();
        assertThat(other.peerId()).isNotEqualTo(identity.peerId());
        assertThat(other.publicKey().verifies(MESSAGE, other.sign(MESSAGE))).isTrue();
        assertThat(PublicKey.decode(other.publicKey().encoded()).peerId()).isEqualTo(other.peerId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "08", "0801", "08011200", "0801121f00", "080412", "0805120100", "12010008011a00",
            // an Ed25519 key with its parts in another order, with a field more, with a longer number than needed
            "12201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e0801",
            "080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e1800",
            "08810012201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e",
            // points that are on no curve
            "08021221020000000000000000000000000000000000000000000000000000000000000000",
            "08021221057777e994e452c21604f91de093ce415f5432f701dd8cd1a7a6fea0e630bfca99",
            // RSA of 512 bits
            "0800125c305c300d06092a864886f70d0101010500034b003048024100a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d"
                    + "7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f910203010001"})
    void whatIsNoKeyIsRefused(String hex) {
        assertThatThrownBy(() -> PublicKey.decode(HexFormat.of().parseHex(hex))).isInstanceOf(KeyException.class);
    }

    @Test
    void keysAreBounded() {
        assertThatThrownBy(() -> PublicKey.decode(new byte[PublicKey.MAX_ENCODED + 1]))
                .isInstanceOf(KeyException.class);
    }

    @Property(tries = 1000)
    void anyBytesAreAKeyOrRefused(@ForAll @Size(max = 100) byte[] data, @ForAll KeyType type,
            @ForAll byte[] signature) {
        try {
            assertThat(PublicKey.of(type, data).verifies(data, signature)).isFalse();
        } catch (KeyException e) {
            assertThat(e).hasMessageNotContaining("\n");
        }
        try {
            PublicKey.decode(data);
        } catch (KeyException e) {
            assertThat(e).isNotNull();
        }
    }

    /// A published key with one byte changed is another key or none, and never throws anything else.
    @Property(tries = 500)
    void changedKeysAreOtherKeysOrNone(@ForAll("kinds") String kind, @ForAll int at, @ForAll byte value)
            throws Exception {
        byte[] changed = vector(kind + ".public");
        changed[Math.floorMod(at, changed.length)] = value;
        try {
            assertThat(PublicKey.decode(changed).encoded()).isEqualTo(changed);
            PublicKey.decode(changed).verifies(MESSAGE, new byte[64]);
        } catch (KeyException e) {
            assertThat(e).isNotNull();
        }
    }

    @net.jqwik.api.Provide
    net.jqwik.api.Arbitrary<String> kinds() {
        return net.jqwik.api.Arbitraries.of("ed25519", "secp256k1", "ecdsa", "rsa");
    }
}
