package io.starkbeat.crawler.libp2p.noise;

import com.southernstorm.noise.protocol.HandshakeState;
import io.starkbeat.crawler.libp2p.multistream.Multistream;
import io.starkbeat.crawler.libp2p.peerid.Ed25519Identity;
import io.starkbeat.crawler.libp2p.peerid.Identity;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Frames;
import io.starkbeat.crawler.libp2p.stream.Layer;
import io.starkbeat.crawler.libp2p.testkit.TestPeer;
import java.util.function.UnaryOperator;

/// Peers that keep to Noise and lie in libp2p's payload.
public final class ForgedHandshakes {
    private ForgedHandshakes() {}

    /// @param payload made of the peer's Noise key
    public static TestPeer.Script payload(UnaryOperator<byte[]> payload) {
        return (tcp, deadline) -> {
            Multistream.accept(tcp, "/noise"::equals, deadline);
            HandshakeState state = new HandshakeState(NoiseKeys.PROTOCOL, HandshakeState.RESPONDER);
            state.getLocalKeyPair().generateKeyPair();
            byte[] key = new byte[32];
            state.getLocalKeyPair().getPublicKey(key, 0);
            state.start();
            byte[] first = Frames.exactly(tcp, Frames.exactly(tcp, 2, Layer.NOISE, deadline)[1], Layer.NOISE, deadline);
            state.readMessage(first, 0, first.length, new byte[first.length], 0);
            byte[] said = payload.apply(key);
            byte[] message = new byte[2 + 200 + said.length];
            int length = state.writeMessage(message, 2, said, 0, said.length);
            message[0] = (byte) (length >> 8);
            message[1] = (byte) length;
            tcp.write(message, 0, 2 + length, deadline);
        };
    }

    public static TestPeer.Script signedBy(Identity identity, byte[] otherKey) {
        return payload(key -> HandshakePayload.sign(identity, otherKey).encoded());
    }

    public static TestPeer.Script stolenKey() {
        Identity victim = Ed25519Identity.generate();
        Identity thief = Ed25519Identity.generate();
        return payload(key -> {
            byte[] signed = HandshakePayload.sign(thief, key).encoded();
            byte[] victims = HandshakePayload.sign(victim, key).encoded();
            // The identity keys lie at the same place in both.
            System.arraycopy(victims, 0, signed, 0, 2 + 36);
            return signed;
        });
    }

    /// A message that says nothing.
    public static void writeEmpty(NoiseStream stream, Deadline deadline) throws DialException {
        stream.writeMessage(new byte[0], 0, 0, deadline);
    }
}
