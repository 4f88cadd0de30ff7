package io.starkbeat.crawler.libp2p.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.crawler.libp2p.peerid.Ed25519Identity;
import io.starkbeat.crawler.libp2p.peerid.Identity;
import io.starkbeat.crawler.libp2p.protobuf.ProtoWriter;
import io.starkbeat.crawler.libp2p.stream.DialException;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class IdentifyTest {
    private static final Identity PEER = Ed25519Identity.generate();

    @Test
    void whatIsToldIsRead() throws DialException {
        Identify told = new Identify("/starknet/identify/0.1.0-rc.0", "juno/0.15.0", List.of("/a", "/b"),
                List.of(Multiaddr.parse("/ip4/1.2.3.4/tcp/5"), Multiaddr.parse("/dns4/a.example/tcp/5")),
                Optional.of(Multiaddr.parse("/ip4/5.6.7.8/tcp/9")));
        assertThat(Identify.decode(told.encoded(PEER.publicKey()), PEER.peerId())).isEqualTo(told);
    }

    @Test
    void whatIsLeftOutIsEmptyAndWhatIsUnknownIsPassedOver() throws DialException {
        byte[] message = new ProtoWriter().bytes(8, new byte[300]).number(99, 7).bytes(2, new byte[]{4, 1}).toBytes();
        assertThat(Identify.decode(message, PEER.peerId()))
                .isEqualTo(new Identify("", "", List.of(), List.of(), Optional.empty()));
    }

    @Test
    void anothersKeyIsNoIdentity() {
        byte[] message = new ProtoWriter().bytes(1, Ed25519Identity.generate().publicKey().encoded()).toBytes();
        assertThatThrownBy(() -> Identify.decode(message, PEER.peerId())).isInstanceOf(DialException.Violation.class)
                .hasMessage("identify: the peer claims another peer's key");
    }

    @Test
    void listsAndTextsAreBounded() {
        ProtoWriter protocols = new ProtoWriter();
        for (int i = 0; i <= Identify.MAX_PROTOCOLS; i++) {
            protocols.text(3, "/p");
        }
        for (byte[] message : List.of(protocols.toBytes(),
                new ProtoWriter().text(6, "a".repeat(Identify.MAX_TEXT + 1)).toBytes())) {
            assertThatThrownBy(() -> Identify.decode(message, PEER.peerId()))
                    .isInstanceOf(DialException.Violation.class);
        }
    }

    /// Those that are none count too: reading them is work as well.
    @Test
    void addressesBeyondTheBoundAreLeftOut() throws DialException {
        Multiaddr address = Multiaddr.parse("/ip4/1.2.3.4/tcp/5");
        ProtoWriter message = new ProtoWriter().bytes(2, new byte[]{4, 1});
        for (int i = 0; i < 2 * Identify.MAX_ADDRESSES; i++) {
            message.bytes(2, address.encoded());
        }
        Identify identify = Identify.decode(message.text(6, "juno/0.15.0").toBytes(), PEER.peerId());
        assertThat(identify.listenAddresses()).hasSize(Identify.MAX_ADDRESSES - 1).containsOnly(address);
        assertThat(identify.agentVersion()).isEqualTo("juno/0.15.0");
    }

    @Property(tries = 2000)
    void anyBytesAreAnAnswerOrAnError(@ForAll("messages") byte[] message) {
        try {
            Identify identify = Identify.decode(message, PEER.peerId());
            assertThat(identify.agentVersion().chars()).noneMatch(Character::isISOControl);
        } catch (DialException e) {
            assertThat(e).isInstanceOf(DialException.Violation.class);
        }
    }

    @Provide
    Arbitrary<byte[]> messages() {
        return Arbitraries
                .oneOf(Arbitraries.bytes(), Arbitraries.of(new Byte[]{0x0a, 0x12, 0x1a, 0x22, 0x2a, 0x32, 1, 2, 3}))
                .array(byte[].class).ofMaxSize(60);
    }
}
