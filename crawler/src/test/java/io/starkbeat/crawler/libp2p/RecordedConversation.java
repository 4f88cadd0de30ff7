package io.starkbeat.crawler.libp2p;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.crawler.libp2p.identify.Identify;
import io.starkbeat.crawler.libp2p.kad.KadPeer;
import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.crawler.libp2p.noise.FixedKeys;
import io.starkbeat.crawler.libp2p.noise.NoiseKeys;
import io.starkbeat.crawler.libp2p.peerid.Ed25519Identity;
import io.starkbeat.crawler.libp2p.peerid.Identity;
import io.starkbeat.crawler.libp2p.ping.Ping;
import io.starkbeat.crawler.libp2p.stream.ByteStream;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.schemas.peer.PeerId;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One conversation with a js-libp2p peer, the same each time: it was recorded with our keys as they stand here.
final class RecordedConversation {
    static final String KAD = "/starknet/SN_MAIN/sync/kad/1.0.0";
    static final long HEAD = 1_234_567;
    /// The peers' Ed25519 seeds, so that they are always the same peers.
    static final List<Map<String, Object>> PEERS = List.of(
            Map.of("agent", "juno/0.15.0", "kad", KAD, "head", HEAD, "seed", "11".repeat(32), "quiet", true),
            Map.of("agent", "juno/0.15.0", "kad", KAD, "seed", "22".repeat(32)));
    static final String PEER = "12D3KooWPqT2nMDSiXUSx5D7fasaxhxKigVhcqfkKqrLghCq9jxz";
    static final String NEIGHBOUR = "12D3KooWLdJAwPtyQ5RFnr9wGXsQzpf3P2SeqFbYkqbfVehLu4Ns";

    /// The published Ed25519 key of libp2p's peer-ids specification.
    private static final Identity IDENTITY = Ed25519Identity
            .of(HexFormat.of().parseHex("7e0830617c4a7de83925dfb2694556b12936c477a0e1feb2e148ec9da60fee7d"));
    private static final NoiseKeys KEYS = FixedKeys.of(IDENTITY, HexFormat.of().parseHex("a5".repeat(32)),
            HexFormat.of().parseHex("5a".repeat(32)));

    private RecordedConversation() {}

    /// Has it over a stream, and looks at each answer.
    static void have(ByteStream stream) throws DialException {
        DialerOptions options = DialerOptions.of("starkbeat-crawler/test", "SN_MAIN");
        PeerId peer = PeerId.parse(PEER).orElseThrow();
        byte[] payload = HexFormat.of().parseHex("0123456789abcdef".repeat(4));
        assertThat(payload).hasSize(Ping.BYTES);
        try (Connection connection = Dialer.secure(stream, KEYS, new Connection.Ours(options, IDENTITY, () -> payload),
                Multiaddr.parse("/ip4/127.0.0.1/tcp/1"), Optional.of(peer),
                Deadline.in(Duration.ofSeconds(10), "the handshake"))) {
            assertThat(connection.remotePeer()).isEqualTo(peer);
            Identify identify = connection.identify();
            assertThat(identify.agentVersion()).isEqualTo("juno/0.15.0");
            assertThat(identify.protocols()).contains(KAD, Identify.PROTOCOL, Ping.PROTOCOL);
            assertThat(identify.listenAddresses()).map(Multiaddr::toString)
                    .anyMatch(address -> address.startsWith("/ip4/127.0.0.1/tcp/"));
            assertThat(identify.observedAddress()).isPresent();
            assertThat(connection.ping()).isPositive();
            List<KadPeer> found = connection.findNode(PeerId.parse(NEIGHBOUR).orElseThrow());
            assertThat(found).map(known -> known.id().toString()).isNotEmpty().containsOnly(NEIGHBOUR);
            assertThat(found.getFirst().addresses()).isNotEmpty();
            assertThat(connection.headHeight(HEAD)).hasValue(HEAD);
        }
    }
}
