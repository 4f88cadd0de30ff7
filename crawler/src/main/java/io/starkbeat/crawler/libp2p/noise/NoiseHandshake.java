package io.starkbeat.crawler.libp2p.noise;

import com.southernstorm.noise.protocol.CipherStatePair;
import com.southernstorm.noise.protocol.HandshakeState;
import io.starkbeat.crawler.libp2p.peerid.PublicKey;
import io.starkbeat.crawler.libp2p.stream.ByteStream;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Frames;
import io.starkbeat.crawler.libp2p.stream.Layer;
import io.starkbeat.schemas.peer.PeerId;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.ShortBufferException;

/// The handshake `Noise_XX_25519_ChaChaPoly_SHA256` of libp2p (noise specification): three messages, after which each side
/// knows the other's identity. Each message stands behind its length in two bytes.
public final class NoiseHandshake {
    /// Bytes of a handshake's message. The largest identity that is taken makes one of some 2,400, extensions apart; a peer
    /// may announce 65,535.
    static final int MAX_MESSAGE = 8192;

    private static final int KEY_BYTES = 32;
    private static final byte[] NOTHING = {};

    private final ByteStream stream;
    private final HandshakeState state;
    private final Deadline deadline;

    private NoiseHandshake(ByteStream stream, HandshakeState state, Deadline deadline) {
        this.stream = stream;
        this.state = state;
        this.deadline = deadline;
    }

    /// The dialling side.
    ///
    /// @param expected the peer that is meant, who alone is told who we are; empty for whoever is there
    /// @throws DialException.NotThePeer if it is another
    public static NoiseStream initiate(ByteStream stream, NoiseKeys keys, Optional<PeerId> expected, Deadline deadline)
            throws DialException {
        var handshake = new NoiseHandshake(stream, keys.start(HandshakeState.INITIATOR), deadline);
        try {
            handshake.send(NOTHING);
            PublicKey peer = handshake.verified(handshake.receive());
            PeerId proven = peer.peerId();
            if (expected.isPresent() && !expected.get().equals(proven)) {
                throw new DialException.NotThePeer(expected.get(), proven);
            }
            handshake.send(keys.payload());
            return handshake.finished(peer);
        } finally {
            handshake.state.destroy();
        }
    }

    /// The listening side.
    public static NoiseStream respond(ByteStream stream, NoiseKeys keys, Deadline deadline) throws DialException {
        var handshake = new NoiseHandshake(stream, keys.start(HandshakeState.RESPONDER), deadline);
        try {
            handshake.receive();
            handshake.send(keys.payload());
            return handshake.finished(handshake.verified(handshake.receive()));
        } finally {
            handshake.state.destroy();
        }
    }

    private PublicKey verified(byte[] payload) throws DialException {
        byte[] noiseKey = new byte[KEY_BYTES];
        state.getRemotePublicKey().getPublicKey(noiseKey, 0);
        return HandshakePayload.decode(payload).verified(noiseKey);
    }

    private NoiseStream finished(PublicKey peer) {
        CipherStatePair ciphers = state.split();
        return new NoiseStream(stream, ciphers.getSender(), ciphers.getReceiver(), peer);
    }

    private void send(byte[] payload) throws DialException {
        byte[] message = new byte[2 + MAX_MESSAGE];
        try {
            int length = state.writeMessage(message, 2, payload, 0, payload.length);
            message[0] = (byte) (length >>> 8);
            message[1] = (byte) length;
            stream.write(message, 0, 2 + length, deadline);
        } catch (ShortBufferException e) {
            throw new IllegalStateException("our own payload does not fit", e);
        }
    }

    private byte[] receive() throws DialException {
        byte[] head = Frames.exactly(stream, 2, Layer.NOISE, deadline);
        int length = Byte.toUnsignedInt(head[0]) << 8 | Byte.toUnsignedInt(head[1]);
        if (length > MAX_MESSAGE) {
            throw new DialException.Violation(Layer.NOISE,
                    "a handshake's message of " + length + " bytes, where " + MAX_MESSAGE + " are allowed");
        }
        byte[] message = Frames.exactly(stream, length, Layer.NOISE, deadline);
        byte[] payload = new byte[length];
        try {
            return Arrays.copyOf(payload, state.readMessage(message, 0, length, payload, 0));
        } catch (ShortBufferException e) {
            throw new DialException.Violation(Layer.NOISE,
                    "a handshake's message of " + length + " bytes is too short");
        } catch (BadPaddingException e) {
            throw new DialException.Violation(Layer.NOISE, "a handshake's message was not made with the agreed keys");
        }
    }
}
