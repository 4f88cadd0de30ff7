package io.starkbeat.schemas.peer;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// A libp2p peer id: the multihash of a node's public key, which is what the node proves when it is met over p2p.
///
/// Two texts mean one id: base58 (`12D3Koo…`, `Qm…`) and CIDv1 (`bafz…`, multicodec `libp2p-key`); the canonical text, and
/// the one that records carry, is base58. The rules are those of libp2p's peer-ids specification: the multihash is either
/// `identity` over the protobuf encoded key (keys of at most 42 bytes so encoded) or `sha2-256`.
public final class PeerId {
    /// A sha2-256 multihash has 34 bytes, an inlined secp256k1 key 39; base58 and base32 of those stay well below.
    private static final int MAX_TEXT = 128;

    private static final int CIDV1 = 0x01;
    private static final int LIBP2P_KEY = 0x72;
    private static final int IDENTITY = 0x00;
    private static final int SHA2_256 = 0x12;
    private static final int SHA2_256_LENGTH = 32;
    private static final int MAX_INLINED_KEY = 42;
    private static final int MAX_MULTIHASH = 2 + MAX_INLINED_KEY;

    private static final int KEY_TYPE_ED25519 = 1;
    private static final int ED25519_KEY_LENGTH = 32;
    private static final int KEY_TYPE_SECP256K1 = 2;

    private final String base58;

    private PeerId(String base58) {
        this.base58 = base58;
    }

    /// Reads base58 or CIDv1.
    ///
    /// @return the id, or empty when the text is not the multihash of a public key
    public static Optional<PeerId> parse(String text) {
        if (text.isEmpty() || text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        // Base58 ids start with 1 (identity) or Qm (sha2-256); everything else must say its base itself.
        if (text.startsWith("1") || text.startsWith("Qm")) {
            byte[] multihash = Base58.decode(text);
            return multihash != null && isKeyHash(multihash, 0) ? Optional.of(new PeerId(text)) : Optional.empty();
        }
        byte[] cid = Multibase.decode(text);
        if (cid == null || cid.length < 4 || cid[0] != CIDV1 || cid[1] != LIBP2P_KEY || !isKeyHash(cid, 2)) {
            return Optional.empty();
        }
        return Optional.of(new PeerId(Base58.encode(Arrays.copyOfRange(cid, 2, cid.length))));
    }

    /// The id of an Ed25519 key.
    ///
    /// @param publicKey its 32 bytes (RFC 8032)
    /// @throws IllegalArgumentException if there are not 32
    public static PeerId ofEd25519(byte[] publicKey) {
        if (publicKey.length != ED25519_KEY_LENGTH) {
            throw new IllegalArgumentException(
                    "an Ed25519 key has " + ED25519_KEY_LENGTH + " bytes, not " + publicKey.length);
        }
        byte[] multihash = ByteBuffer.allocate(6 + ED25519_KEY_LENGTH)
                .put((byte) IDENTITY)
                .put((byte) (4 + ED25519_KEY_LENGTH))
                .put(new byte[]{0x08, KEY_TYPE_ED25519, 0x12, ED25519_KEY_LENGTH})
                .put(publicKey)
                .array();
        return new PeerId(Base58.encode(multihash));
    }

    /// The id of a key in the form in which libp2p hands it over.
    ///
    /// @param encodedKey the protobuf message `PublicKey`, deterministically encoded; not examined here
    public static PeerId ofEncodedKey(byte[] encodedKey) {
        boolean inlined = encodedKey.length <= MAX_INLINED_KEY;
        byte[] hash = inlined ? encodedKey : sha256(encodedKey);
        byte[] multihash = ByteBuffer.allocate(2 + hash.length)
                .put((byte) (inlined ? IDENTITY : SHA2_256))
                .put((byte) hash.length)
                .put(hash)
                .array();
        return new PeerId(Base58.encode(multihash));
    }

    /// Reads the bytes that peers send each other.
    ///
    /// @return the id, or empty when they are not the multihash of a public key
    public static Optional<PeerId> ofMultihash(byte[] multihash) {
        return multihash.length <= MAX_MULTIHASH && isKeyHash(multihash, 0)
                ? Optional.of(new PeerId(Base58.encode(multihash)))
                : Optional.empty();
    }

    /// Whether the text is the canonical form of a peer id.
    public static boolean isCanonical(@Nullable String text) {
        return text != null && parse(text).filter(id -> id.base58.equals(text)).isPresent();
    }

    private static boolean isKeyHash(byte[] bytes, int from) {
        if (bytes.length - from < 2) {
            return false;
        }
        int code = bytes[from];
        int length = bytes[from + 1];
        if (length != bytes.length - from - 2) {
            return false;
        }
        return code == SHA2_256 && length == SHA2_256_LENGTH
                || code == IDENTITY && length <= MAX_INLINED_KEY && isPublicKey(bytes, from + 2);
    }

    /// The protobuf message `PublicKey { KeyType Type = 1; bytes Data = 2; }` of a key short enough to be inlined.
    private static boolean isPublicKey(byte[] bytes, int from) {
        int length = bytes.length - from;
        if (length < 4 || bytes[from] != 0x08 || bytes[from + 2] != 0x12 || bytes[from + 3] != length - 4) {
            return false;
        }
        int key = from + 4;
        return switch (bytes[from + 1]) {
            case KEY_TYPE_ED25519 -> length - 4 == ED25519_KEY_LENGTH;
            case KEY_TYPE_SECP256K1 -> length - 4 == 33 && (bytes[key] == 2 || bytes[key] == 3);
            default -> false;
        };
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// The id as peers send it: the bytes of its multihash.
    public byte[] multihash() {
        return Objects.requireNonNull(Base58.decode(base58), "base58 was checked when the id was made");
    }

    /// The id in base58.
    @Override
    public String toString() {
        return base58;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PeerId id && base58.equals(id.base58);
    }

    @Override
    public int hashCode() {
        return base58.hashCode();
    }
}
