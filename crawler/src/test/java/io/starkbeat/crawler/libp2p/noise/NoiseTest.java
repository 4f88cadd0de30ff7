package io.starkbeat.crawler.libp2p.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.southernstorm.noise.protocol.CipherStatePair;
import com.southernstorm.noise.protocol.HandshakeState;
import io.starkbeat.crawler.libp2p.peerid.Ed25519Identity;
import io.starkbeat.crawler.libp2p.peerid.Identity;
import io.starkbeat.crawler.libp2p.peerid.PublicKey;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Frames;
import io.starkbeat.crawler.libp2p.stream.Layer;
import io.starkbeat.crawler.libp2p.testkit.MemoryStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NoiseTest {
    private static final PublicKey SOMEBODY = Ed25519Identity.generate().publicKey();
    private static final NoiseKeys KEYS = NoiseKeys.generate(Ed25519Identity.generate());

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(10), "a test");
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    /// The published vector of this protocol in the collection "cacophony" (https://github.com/haskell-cryptography/cacophony,
    /// vectors/cacophony.txt, also in snow's tests): three messages of the handshake and three behind it, the last of which
    /// our own [NoiseStream] writes and reads.
    @Test
    void thePublishedVectorOfNoise() throws Exception {
        HandshakeState dialling = side(HandshakeState.INITIATOR,
                "e61ef9919cde45dd5f82166404bd08e38bceb5dfdfded0a34c8df7ed542214d1",
                "893e28b9dc6ca8d611ab664754b8ceb7bac5117349a4439a6b0569da977c464a");
        HandshakeState listening = side(HandshakeState.RESPONDER,
                "4a3acbfdb163dec651dfa3194dece676d437029c62a408b4c5ea9114246e4893",
                "bbdb4cdbd309f1a1f2e1456967fe288cadd6f712d65dc7b7793d5e63da6b375b");
        exchange(dialling, listening, "4c756477696720766f6e204d69736573",
                "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c79444c756477696720766f6e204d69736573");
        exchange(listening, dialling, "4d757272617920526f746862617264",
                "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f14480884381cbad1f276e038c48378ffce2b65285e08d6b68aaa3629a"
                        + "5a8639392490e5b9bd5269c2f1e4f488ed8831161f19b7815528f8982ffe09be9b5c412f8a0db50f8814c7194e83f23dbd8d162c93"
                        + "26ad");
        exchange(dialling, listening, "462e20412e20486179656b",
                "c7195ffacac1307ff99046f219750fc47693e23c3cb08b89c2af808b444850a80ae475b9df0f169ae80a89be0865b57f58c9fea0d4ec82a2"
                        + "86427402f113e4b6ae769a1d95941d49b25030");
        assertThat(dialling.getHandshakeHash())
                .asHexString()
                .isEqualToIgnoringCase("c8e5f64e846193be2a834104c2a009868d6c9f3bd3c186299888b488b2f1f58e");
        CipherStatePair diallers = dialling.split();
        CipherStatePair listeners = listening.split();
        transport(listeners, diallers, "4361726c204d656e676572",
                "96763ed773f8e47bb3712f0e29b3060ffc956ffc146cee53d5e1df");
        transport(diallers, listeners, "4a65616e2d426170746973746520536179",
                "3e40f15f6f3a46ae446b253bf8b1d9ffb6ed9b174d272328ff91a7e2e5c79c07f5");
        transport(listeners, diallers, "457567656e2042f6686d20766f6e2042617765726b",
                "eb3f3515110702e047a6c9da4478b6ead94873c11c0f2d710ddb3f09fce024b3a58502ae3f");
    }

    private static HandshakeState side(int role, String staticKey, String ephemeralKey) throws Exception {
        HandshakeState state = new HandshakeState(NoiseKeys.PROTOCOL, role);
        byte[] prologue = hex("4a6f686e2047616c74");
        state.setPrologue(prologue, 0, prologue.length);
        state.getLocalKeyPair().setPrivateKey(hex(staticKey), 0);
        state.getFixedEphemeralKey().setPrivateKey(hex(ephemeralKey), 0);
        state.start();
        return state;
    }

    private static void exchange(HandshakeState from, HandshakeState to, String payload, String message)
            throws Exception {
        byte[] said = hex(payload);
        byte[] buffer = new byte[512];
        int length = from.writeMessage(buffer, 0, said, 0, said.length);
        assertThat(Arrays.copyOf(buffer, length)).asHexString().isEqualToIgnoringCase(message);
        byte[] read = new byte[512];
        assertThat(Arrays.copyOf(read, to.readMessage(buffer, 0, length, read, 0))).isEqualTo(said);
    }

    private static void transport(CipherStatePair from, CipherStatePair to, String payload, String message)
            throws Exception {
        byte[] said = hex(payload);
        byte[] expected = ByteBuffer.allocate(2 + message.length() / 2).putShort((short) (message.length() / 2))
                .put(hex(message)).array();
        MemoryStream wire = MemoryStream.of(expected);
        new NoiseStream(wire, from.getSender(), from.getReceiver(), SOMEBODY).write(said, soon());
        assertThat(wire.written()).isEqualTo(expected);
        NoiseStream reader = new NoiseStream(wire, to.getSender(), to.getReceiver(), SOMEBODY);
        assertThat(Frames.exactly(reader, said.length, Layer.NOISE, soon())).isEqualTo(said);
        assertThat(reader.read(new byte[1], 0, 1, soon())).isEqualTo(-1);
    }

    @Test
    void bothSidesKnowEachOther() throws Exception {
        Identity here = Ed25519Identity.generate();
        Identity there = Ed25519Identity.generate();
        NoiseStream[] streams = connect(here, there);
        assertThat(streams[0].peer().peerId()).isEqualTo(there.peerId());
        assertThat(streams[1].peer().peerId()).isEqualTo(here.peerId());
    }

    private static NoiseStream[] connect(Identity here, Identity there) throws Exception {
        MemoryStream[] pipe = MemoryStream.pipe();
        FutureTask<NoiseStream> listening = new FutureTask<>(
                () -> NoiseHandshake.respond(pipe[1], NoiseKeys.generate(there), soon()));
        Thread.ofVirtual().start(listening);
        NoiseStream dialling = NoiseHandshake.initiate(pipe[0], NoiseKeys.generate(here), Optional.of(there.peerId()),
                soon());
        return new NoiseStream[]{dialling, listening.get(10, TimeUnit.SECONDS)};
    }

    /// Longer than a message of Noise may be.
    @Test
    void whatIsWrittenIsReadHoweverLong() throws Exception {
        NoiseStream[] streams = connect(Ed25519Identity.generate(), Ed25519Identity.generate());
        byte[] much = new byte[200_000];
        new Random(3).nextBytes(much);
        Thread.ofVirtual().start(() -> {
            try {
                streams[1].write(much, soon());
            } catch (DialException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(Frames.exactly(streams[0], much.length, Layer.NOISE, soon())).isEqualTo(much);
    }

    @Test
    void theDiallersIdentityIsOnlyToldToTheDialledPeer() throws Exception {
        MemoryStream[] pipe = MemoryStream.pipe();
        Thread.ofVirtual().start(() -> {
            try {
                NoiseHandshake.respond(pipe[1], KEYS, soon());
            } catch (DialException e) {
                // No third message comes.
            }
        });
        Optional<io.starkbeat.schemas.peer.PeerId> other = Optional.of(SOMEBODY.peerId());
        assertThatThrownBy(() -> NoiseHandshake.initiate(pipe[0], KEYS, other, soon()))
                .isInstanceOf(DialException.NotThePeer.class);
        pipe[0].finish();
        // The first message, two bytes of length and a key, and nothing behind it.
        assertThat(pipe[1].read(new byte[1], 0, 1, soon())).isEqualTo(-1);
    }

    /// At and around the bounds.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 31, 32, 100, 8191, 8192, 8193, 65535})
    void messagesOfAnyLengthAreRefusedWhenTheyAreNotTheProtocols(int length) {
        byte[] message = new byte[2 + length];
        new Random(length).nextBytes(message);
        message[0] = (byte) (length >> 8);
        message[1] = (byte) length;
        assertThatThrownBy(() -> NoiseHandshake.initiate(MemoryStream.of(message), KEYS, Optional.empty(), soon()))
                .isInstanceOf(DialException.Violation.class).hasMessageStartingWith("noise: ");
    }

    @Property
    void anyBytesEndTheHandshake(@ForAll @Size(max = 300) byte[] bytes, @ForAll boolean dialling) {
        MemoryStream peer = MemoryStream.of(bytes);
        assertThatThrownBy(() -> {
            if (dialling) {
                NoiseHandshake.initiate(peer, KEYS, Optional.empty(), soon());
            } else {
                NoiseHandshake.respond(peer, KEYS, soon());
            }
        }).isInstanceOfAny(DialException.Violation.class, DialException.Ended.class);
    }

    /// Whatever comes behind the handshake and was not made with its keys.
    @Property
    void anyBytesEndTheStream(@ForAll @Size(max = 300) byte[] bytes) throws Exception {
        HandshakeState dialling = side(HandshakeState.INITIATOR, "01".repeat(32), "02".repeat(32));
        HandshakeState listening = side(HandshakeState.RESPONDER, "03".repeat(32), "04".repeat(32));
        byte[] buffer = new byte[200];
        for (HandshakeState[] pair : new HandshakeState[][]{{dialling, listening}, {listening, dialling},
                {dialling, listening}}) {
            pair[1].readMessage(buffer, 0, pair[0].writeMessage(buffer, 0, new byte[0], 0, 0), new byte[200], 0);
        }
        CipherStatePair ciphers = dialling.split();
        NoiseStream stream = new NoiseStream(MemoryStream.of(bytes), ciphers.getSender(), ciphers.getReceiver(),
                SOMEBODY);
        try {
            assertThat(stream.read(new byte[10], 0, 10, soon())).isEqualTo(-1);
            assertThat(bytes).isEmpty();
        } catch (DialException e) {
            assertThat(e).isInstanceOfAny(DialException.Violation.class, DialException.Ended.class);
        }
    }

    @Property
    void anyPayloadIsVerifiedOrRefused(@ForAll @Size(max = 300) byte[] payload) {
        assertThatThrownBy(() -> HandshakePayload.decode(payload).verified(new byte[32]))
                .isInstanceOf(DialException.Violation.class);
    }

    /// The published Ed25519 key of libp2p's peer-ids specification signs a Noise key; the payload's bytes by the
    /// specification's protobuf message.
    @Test
    void thePayloadIsLaidOutAsSpecified() throws DialException {
        byte[] seed = hex("7e0830617c4a7de83925dfb2694556b12936c477a0e1feb2e148ec9da60fee7d");
        byte[] key = hex("1ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e");
        Identity identity = Ed25519Identity.of(seed);
        byte[] noiseKey = new byte[32];
        byte[] payload = HandshakePayload.sign(identity, noiseKey).encoded();
        byte[] signed = ByteBuffer.allocate(24 + 32).put("noise-libp2p-static-key:".getBytes()).put(noiseKey).array();
        assertThat(payload)
                .isEqualTo(ByteBuffer.allocate(2 + 36 + 2 + 64).put(hex("0a2408011220")).put(key).put(hex("1240"))
                        .put(identity.sign(signed)).array());
        assertThat(HandshakePayload.decode(payload).verified(noiseKey).peerId()).isEqualTo(identity.peerId());
        // With extensions (field 4), which are passed over.
        byte[] extended = ByteBuffer.allocate(payload.length + 4).put(payload).put(hex("22021200")).array();
        assertThat(HandshakePayload.decode(extended).verified(noiseKey).peerId()).isEqualTo(identity.peerId());
    }
}
