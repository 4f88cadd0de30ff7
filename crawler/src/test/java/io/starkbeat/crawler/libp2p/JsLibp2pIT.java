package io.starkbeat.crawler.libp2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.starkbeat.crawler.libp2p.identify.Identify;
import io.starkbeat.crawler.libp2p.kad.KadPeer;
import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.crawler.libp2p.multiaddr.Place;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.tcp.TcpConnector;
import io.starkbeat.crawler.libp2p.testkit.JsPeers;
import io.starkbeat.crawler.libp2p.testkit.Recording;
import io.starkbeat.schemas.peer.PeerId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against js-libp2p, which shares no code with us (`-Pjs-libp2p`).
@Tag("js-libp2p")
final class JsLibp2pIT {
    private static final String MAIN = "/starknet/SN_MAIN/sync/kad/1.0.0";
    private static final String SEPOLIA = "/starknet/kad/SN_SEPOLIA/1.0.0";

    private static JsPeers peers;
    private static Dialer dialer;
    private static Dialer sepoliaDialer;

    @BeforeAll
    static void startPeers() throws Exception {
        if (!JsPeers.haveNode()) {
            System.err.println("SKIPPED: js-libp2p needs Node.js 20 or newer with npm, and this machine has none");
            Assumptions.abort("Node.js is missing");
        }
        JsPeers.install();
        peers = JsPeers.start(List.of(
                Map.of("agent", "juno/0.15.0", "kad", MAIN, "head", 1_234_567),
                Map.of("agent", "juno/0.15.0", "kad", MAIN, "key", "secp256k1"),
                Map.of("agent", "juno/0.14.7", "kad", MAIN, "key", "rsa"),
                Map.of("agent", "pathfinder/0.22.0", "kad", SEPOLIA),
                Map.of("agent", "pathfinder/0.21.5", "kad", SEPOLIA)));
        dialer = Dialer.start(DialerOptions.of("starkbeat-crawler/test", "SN_MAIN"));
        sepoliaDialer = Dialer.start(DialerOptions.of("starkbeat-crawler/test", "SN_SEPOLIA"));
    }

    @AfterAll
    static void stopPeers() {
        if (peers != null) {
            sepoliaDialer.close();
            dialer.close();
            peers.close();
        }
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(30), "a test");
    }

    /// Ed25519, secp256k1 and RSA, Juno and Pathfinder.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void aPeerIsMetAndTellsWhoItIs(int index) throws DialException {
        JsPeers.Peer peer = peers.get(index);
        try (Connection connection = dialer.connect(peer.multiaddr(), soon())) {
            assertThat(connection.remotePeer()).hasToString(peer.peerId());
            assertThat(connection.remoteAddress()).hasToString(peer.address());
            Identify identify = connection.identify();
            assertThat(identify.agentVersion()).isEqualTo(peer.agent());
            assertThat(identify.protocols()).contains(peer.kad(), Identify.PROTOCOL, "/ipfs/ping/1.0.0");
            assertThat(identify.listenAddresses()).map(address -> address.withoutPeer().toString())
                    .contains(peer.multiaddr().withoutPeer().toString());
            assertThat(identify.observedAddress().orElseThrow().toString()).startsWith("/ip4/127.0.0.1/tcp/");
            assertThat(connection.ping()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(5));
            assertThat(connection.ping()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(5));
        }
    }

    /// With what identify told, and by offering all names.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bothKademliaProtocolsAreAnswered(boolean identifyFirst) throws DialException {
        assertNeighbours(dialer, peers.get(0), identifyFirst);
        assertNeighbours(sepoliaDialer, peers.get(3), identifyFirst);
    }

    private static void assertNeighbours(Dialer with, JsPeers.Peer peer, boolean identifyFirst) throws DialException {
        try (Connection connection = with.connect(peer.multiaddr(), soon())) {
            if (identifyFirst) {
                connection.identify();
            }
            for (JsPeers.Peer target : peers.all()) {
                List<KadPeer> found = connection.findNode(PeerId.parse(target.peerId()).orElseThrow());
                assertThat(found).map(known -> known.id().toString()).containsAll(peer.knows().stream()
                        .filter(id -> !id.equals(with.localPeer().toString())).toList());
                for (KadPeer known : found) {
                    peers.all().stream().filter(other -> other.peerId().equals(known.id().toString())).findAny()
                            .ifPresent(other -> assertThat(known.addresses()).map(Multiaddr::withoutPeer)
                                    .contains(other.multiaddr().withoutPeer()));
                }
            }
        }
    }

    @Test
    void aPeerOfAnotherNetworkIsNotAsked() throws DialException {
        try (Connection connection = dialer.connect(peers.get(3).multiaddr(), soon())) {
            PeerId target = connection.remotePeer();
            assertThatThrownBy(() -> connection.findNode(target)).isInstanceOf(DialException.Unsupported.class);
            connection.identify();
            assertThatThrownBy(() -> connection.findNode(target)).isInstanceOf(DialException.Unsupported.class);
            assertThat(connection.ping()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_234_000, 1_234_567, 1_300_000})
    void theHeightIsFound(long from) throws DialException {
        try (Connection connection = dialer.connect(peers.get(0).multiaddr(), soon())) {
            connection.identify();
            assertThat(connection.headHeight(from)).hasValue(1_234_567);
        }
    }

    @Test
    void anotherPeerThanTheDialledOneIsToldApart() {
        Multiaddr address = peers.get(0).multiaddr().withPeer(PeerId.parse(peers.get(1).peerId()).orElseThrow());
        assertThatThrownBy(() -> dialer.connect(address, soon()))
                .isInstanceOfSatisfying(DialException.NotThePeer.class,
                        e -> assertThat(e.proven()).hasToString(peers.get(0).peerId()))
                .hasMessage("dialled " + peers.get(1).peerId() + ", and " + peers.get(0).peerId() + " answered");
    }

    /// Recorded, had once more from the record, and with `-Dlibp2p.record=true` kept for the build.
    @Test
    void aConversationIsRecordedAndReplayed() throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        Recording recording = new Recording();
        try (JsPeers two = JsPeers.start(RecordedConversation.PEERS)) {
            assertThat(two.get(0).peerId()).isEqualTo(RecordedConversation.PEER);
            assertThat(two.get(1).peerId()).isEqualTo(RecordedConversation.NEIGHBOUR);
            Place.Socket place = (Place.Socket) two.get(0).multiaddr().place().orElseThrow();
            RecordedConversation.have(recording.recorded(new TcpConnector(group).connect(place.address(), soon())));
        } finally {
            group.shutdownGracefully();
        }
        RecordedConversation.have(recording.replay());
        if (Boolean.getBoolean("libp2p.record")) {
            List<String> lines = new ArrayList<>(
                    List.of("# RecordedConversation with js-libp2p (versions: src/it/js/package.json): > ours, < the peer's."));
            lines.addAll(recording.lines());
            Files.write(Path.of("src/test/resources/libp2p/js-conversation.txt"), lines);
        }
    }

    @Test
    void aHundredConnectionsAtOnce() throws Exception {
        List<Connection> open = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Connection>> dials = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                JsPeers.Peer peer = peers.get(i % 3);
                dials.add(() -> dialer.connect(peer.multiaddr(), soon()));
            }
            for (Future<Connection> dial : threads.invokeAll(dials)) {
                open.add(dial.get());
            }
            assertThat(open).hasSize(100).allMatch(Connection::isOpen);
            List<Callable<String>> questions = new ArrayList<>();
            for (Connection connection : open) {
                questions.add(() -> connection.identify().agentVersion() + ' '
                        + connection.findNode(connection.remotePeer()).size());
            }
            for (Future<String> answer : threads.invokeAll(questions)) {
                assertThat(answer.get()).startsWith("juno/0.1");
            }
        } finally {
            open.forEach(Connection::close);
        }
    }
}
