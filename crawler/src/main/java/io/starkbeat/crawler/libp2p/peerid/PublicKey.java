package io.starkbeat.crawler.libp2p.peerid;

import io.starkbeat.crawler.libp2p.protobuf.ProtoException;
import io.starkbeat.crawler.libp2p.protobuf.ProtoReader;
import io.starkbeat.crawler.libp2p.protobuf.ProtoWriter;
import io.starkbeat.schemas.peer.PeerId;
import java.util.Arrays;

/// A peer's public key, of one of libp2p's four kinds (peer-ids specification, "Keys").
public final class PublicKey {
    /// An RSA key of 8,192 bits, the largest that is taken, has 1,062 bytes so encoded.
    public static final int MAX_ENCODED = 1200;

    private static final int TYPE = 1;
    private static final int DATA = 2;

    private final byte[] encoded;
    private final SignatureCheck check;

    private PublicKey(byte[] encoded, SignatureCheck check) {
        this.encoded = encoded;
        this.check = check;
    }

    /// The key of a kind.
    ///
    /// @param data the key in its kind's own form
    /// @throws KeyException if it is none
    public static PublicKey of(KeyType type, byte[] data) throws KeyException {
        return new PublicKey(new ProtoWriter().number(TYPE, type.number()).bytes(DATA, data).toBytes(),
                type.check(data));
    }

    /// Reads the protobuf message `PublicKey`.
    ///
    /// @throws KeyException if it is none, or not in the one form that the specification allows: two forms of one key would
    ///                      be two peer ids
    public static PublicKey decode(byte[] encoded) throws KeyException {
        if (encoded.length > MAX_ENCODED) {
            throw new KeyException("a key of " + encoded.length + " bytes, where " + MAX_ENCODED + " are allowed");
        }
        long type = -1;
        byte[] data = new byte[0];
        try {
            ProtoReader reader = new ProtoReader(encoded);
            for (int field = reader.next(); field != 0; field = reader.next()) {
                switch (field) {
                    case TYPE -> type = reader.number();
                    case DATA -> data = reader.bytes();
                    default -> throw new KeyException("a key has no field " + field);
                }
            }
        } catch (ProtoException e) {
            throw new KeyException("no key: " + e.getMessage());
        }
        PublicKey key = of(KeyType.of(type), data);
        if (!Arrays.equals(key.encoded, encoded)) {
            throw new KeyException("a key that is not in its one form");
        }
        return key;
    }

    /// The protobuf message `PublicKey`.
    public byte[] encoded() {
        return encoded.clone();
    }

    public PeerId peerId() {
        return PeerId.ofEncodedKey(encoded);
    }

    /// Whether the owner of this key signed the message. Bytes that are no signature at all are simply not its signature.
    public boolean verifies(byte[] message, byte[] signature) {
        return check.verifies(message, signature);
    }
}
