package io.starkbeat.crawler.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.crawler.libp2p.peerid.Ed25519Identity;
import io.starkbeat.crawler.libp2p.protobuf.ProtoWriter;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Frames;
import io.starkbeat.crawler.libp2p.testkit.Answers;
import io.starkbeat.crawler.libp2p.testkit.MemoryStream;
import io.starkbeat.schemas.peer.PeerId;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class FindNodeTest {
    private static final PeerId TARGET = PeerId.parse("QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N").orElseThrow();

    @Test
    void theQuestionIsLaidOutAsSpecified() throws DialException {
        KadPeer known = new KadPeer(Ed25519Identity.generate().peerId(),
                List.of(Multiaddr.parse("/ip4/1.2.3.4/tcp/5")));
        MemoryStream peer = MemoryStream.of(Frames.delimit(Answers.kadMessage(List.of(known))));
        assertThat(FindNode.ask(peer, TARGET, Deadline.in(Duration.ofSeconds(10), "a test"))).containsExactly(known);
        assertThat(peer.written()).asHexString()
                .isEqualToIgnoringCase("26" + "0804" + "1222" + HexFormat.of().formatHex(TARGET.multihash()));
    }

    @Test
    void addressesBeyondTheBoundAndThoseThatAreNoneAreLeftOut() throws DialException {
        Multiaddr address = Multiaddr.parse("/ip4/1.2.3.4/tcp/5");
        byte[] many = Answers.kadMessage(List.of(new KadPeer(TARGET, Collections.nCopies(100, address))));
        assertThat(FindNode.decode(many).getFirst().addresses()).hasSize(FindNode.MAX_ADDRESSES);
        byte[] broken = new ProtoWriter().number(1, 4)
                .bytes(8,
                        new ProtoWriter().bytes(1, TARGET.multihash()).bytes(2, new byte[]{4, 1})
                                .bytes(2, address.encoded())
                                .toBytes())
                .toBytes();
        assertThat(FindNode.decode(broken)).containsExactly(new KadPeer(TARGET, List.of(address)));
        ProtoWriter worthless = new ProtoWriter().bytes(1, TARGET.multihash());
        for (int i = 0; i < FindNode.MAX_ADDRESSES; i++) {
            worthless.bytes(2, new byte[]{4, 1});
        }
        byte[] late = new ProtoWriter().number(1, 4).bytes(8, worthless.bytes(2, address.encoded()).toBytes())
                .toBytes();
        assertThat(FindNode.decode(late)).containsExactly(new KadPeer(TARGET, List.of()));
    }

    @Test
    void peersBeyondTheBoundAreAViolation() throws DialException {
        KadPeer peer = new KadPeer(TARGET, List.of());
        assertThat(FindNode.decode(Answers.kadMessage(Collections.nCopies(FindNode.MAX_PEERS, peer))))
                .hasSize(FindNode.MAX_PEERS);
        assertThatThrownBy(() -> FindNode.decode(Answers.kadMessage(Collections.nCopies(FindNode.MAX_PEERS + 1, peer))))
                .isInstanceOf(DialException.Violation.class).hasMessage("kad: more than 64 peers");
    }

    @Property(tries = 2000)
    void anyBytesAreAnAnswerOrAnError(@ForAll("messages") byte[] message) {
        try {
            assertThat(FindNode.decode(message)).hasSizeLessThanOrEqualTo(FindNode.MAX_PEERS);
        } catch (DialException e) {
            assertThat(e).isInstanceOf(DialException.Violation.class);
        }
    }

    @Provide
    Arbitrary<byte[]> messages() {
        return Arbitraries.oneOf(Arbitraries.bytes(), Arbitraries.of(new Byte[]{8, 4, 0x42, 0x0a, 0x12, 0, 1, 2}))
                .array(byte[].class).ofMaxSize(60);
    }
}
