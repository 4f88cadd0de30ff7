package io.starkbeat.crawler.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.crawler.crawl.Crawl.CrawlOptions;
import io.starkbeat.crawler.libp2p.testkit.JsPeers;
import io.starkbeat.crawler.walk.Rests;
import io.starkbeat.crawler.walk.WalkLimits;
import io.starkbeat.schemas.peer.PeerSighting;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Fifty js-libp2p peers, which share no code with us, half on each of Kademlia's names (`-Pjs-libp2p`).
@Tag("js-libp2p")
final class JsNetworkIT {
    private static final String JUNO = "/starknet/SN_MAIN/sync/kad/1.0.0";
    private static final String PATHFINDER = "/starknet/kad/SN_MAIN/1.0.0";
    /// Few, so that nobody knows all.
    private static final int NEIGHBOURS = 5;
    private static final Duration REST = Duration.ofSeconds(2);

    @BeforeAll
    static void install() throws Exception {
        if (!JsPeers.haveNode()) {
            System.err.println("SKIPPED: js-libp2p needs Node.js 20 or newer with npm, and this machine has none");
            Assumptions.abort("Node.js is missing");
        }
        JsPeers.install();
    }

    private static JsPeers start(int count, List<String> junos, List<String> pathfinders) throws IOException {
        List<Map<String, Object>> wishes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, Object> wish = new HashMap<>(i % 2 == 0
                    ? Map.of("agent", "juno/0.15." + i, "kad", JUNO, "dials", junos, "meets", NEIGHBOURS)
                    : Map.of("agent", "pathfinder/0.22." + i, "kad", PATHFINDER, "dials", pathfinders, "meets",
                            NEIGHBOURS));
            if (i % 10 == 0) {
                wish.put("head", 1_000_000 + i);
            }
            wishes.add(wish);
        }
        return JsPeers.start(wishes);
    }

    private static void assertMet(Map<String, PeerSighting> round, JsPeers peers) {
        assertThat(peers.all()).allSatisfy(peer -> {
            PeerSighting sighting = round.get(peer.peerId());
            assertThat(sighting).as(peer.peerId()).isNotNull();
            assertThat(sighting.reachable()).isTrue();
            assertThat(sighting.agentVersion()).isEqualTo(peer.agent());
            assertThat(sighting.clientType()).isEqualTo(peer.agent().startsWith("juno") ? "Juno" : "Pathfinder");
            assertThat(sighting.network()).isEqualTo("SN_MAIN");
            assertThat(sighting.protocols()).contains(peer.kad());
            assertThat(sighting.provenAddress()).isEqualTo(peer.multiaddr().withoutPeer().toString());
            assertThat(sighting.addresses()).contains(sighting.provenAddress());
            assertThat(sighting.neighbours()).isGreaterThanOrEqualTo(2);
        });
    }

    @Test
    void everyPeerIsFoundInOneRoundAndComingAndGoingIsNoticed() throws Exception {
        try (JsPeers staying = start(44, List.of(), List.of())) {
            List<String> junos = List.of(staying.get(0).address(), staying.get(2).address());
            List<String> pathfinders = List.of(staying.get(1).address(), staying.get(3).address());
            try (Crawl crawl = new Crawl(new CrawlOptions("starkbeat-crawler/test", "SN_MAIN",
                    List.of(staying.get(0).multiaddr(), staying.get(1).multiaddr()), true, true, Duration.ofMinutes(2),
                    WalkLimits.of(16).withRest(REST)), new Rests(REST), InstantSource.system())) {
                JsPeers leaving = start(6, junos, pathfinders);
                Map<String, PeerSighting> first = round(crawl);
                assertMet(first, staying);
                assertMet(first, leaving);
                assertThat(first).hasSize(50);
                assertThat(first.get(staying.get(10).peerId()).blockHeight()).isEqualTo(1_000_010);

                leaving.close();
                try (JsPeers coming = start(4, junos, pathfinders)) {
                    Map<String, PeerSighting> second = round(crawl);
                    assertMet(second, staying);
                    assertMet(second, coming);
                    leaving.all().forEach(peer -> {
                        PeerSighting gone = second.get(peer.peerId());
                        assertThat(gone.reachable()).isFalse();
                        assertThat(gone.roundsReached()).isEqualTo(1);
                        assertThat(gone.roundsTried()).isEqualTo(2);
                        assertThat(gone.lastReached()).isEqualTo(first.get(peer.peerId()).lastReached());
                    });
                }
            }
        }
    }

    private static Map<String, PeerSighting> round(Crawl crawl) throws InterruptedException {
        Map<String, PeerSighting> found = new HashMap<>();
        System.out.println(crawl.round(sighted -> found.put(sighted.sighting().peerId(), sighted.sighting())));
        return found;
    }
}
