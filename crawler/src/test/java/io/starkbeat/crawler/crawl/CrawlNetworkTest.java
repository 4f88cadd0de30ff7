package io.starkbeat.crawler.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.crawler.crawl.Crawl.CrawlOptions;
import io.starkbeat.crawler.crawl.TestNetwork.Member;
import io.starkbeat.crawler.libp2p.DialerOptions;
import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.crawler.walk.Failure;
import io.starkbeat.crawler.walk.Rests;
import io.starkbeat.crawler.walk.WalkLimits;
import io.starkbeat.schemas.peer.PeerSighting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A round over real sockets through a network of which five of a hundred are hostile, a twentieth is gone and some leave
/// while it is walked. `-Dcrawl.peers=2000` makes it large (`CONTRIBUTING.md`).
final class CrawlNetworkTest {
    private static final int PEERS = Integer.getInteger("crawl.peers", 200);

    static CrawlOptions options(List<Multiaddr> bootstrap, boolean allowPrivate) {
        return new CrawlOptions("starkbeat-crawler/test", "SN_MAIN", bootstrap, allowPrivate, true,
                Duration.ofMinutes(2), WalkLimits.of(64));
    }

    @Test
    void aLargeNetworkWithLiarsIsFoundWithinItsLimits() throws Exception {
        try (TestNetwork network = new TestNetwork(PEERS, 5, 17);
                Crawl crawl = new Crawl(options(List.of(network.get(0).address), true),
                        DialerOptions.of("starkbeat-crawler/test", "SN_MAIN"), new Rests(Duration.ofSeconds(30)),
                        InstantSource.system())) {
            List<Member> honest = network.honest();
            List<Member> gone = new ArrayList<>();
            for (int i = 10; i < honest.size(); i += 20) {
                gone.add(honest.get(i));
                honest.get(i).peer.close();
            }
            List<Member> leaving = honest.stream().skip(15).filter(member -> !gone.contains(member)).limit(PEERS / 50)
                    .toList();
            AtomicInteger seen = new AtomicInteger();
            Map<String, PeerSighting> met = new ConcurrentHashMap<>();

            RoundSummary summary = crawl.round(sighted -> {
                if (sighted.sighting().reachable()) {
                    met.put(sighted.sighting().peerId(), sighted.sighting());
                    // A third of the way through the next leaves, at each peer one.
                    int number = seen.incrementAndGet() - PEERS / 3;
                    if (number >= 0 && number < leaving.size()) {
                        leaving.get(number).peer.close();
                    }
                }
            });
            long resident = resident();
            System.out.printf("%s%n%d MiB resident, the %d peers among them%n", summary, resident >> 20, PEERS);

            Set<String> expected = new HashSet<>();
            honest.stream().filter(member -> !gone.contains(member) && !leaving.contains(member))
                    .forEach(member -> expected.add(member.id.toString()));
            assertThat(met.keySet()).containsAll(expected);
            gone.forEach(member -> assertThat(met).doesNotContainKey(member.id.toString()));
            assertThat(met.values()).allSatisfy(sighting -> assertThat(network.all())
                    .anyMatch(member -> member.peer.id().toString().equals(sighting.peerId())
                            && member.address.toString().equals(sighting.provenAddress())));
            // Counted by the peers: nobody was dialled twice, hostile ones neither.
            assertThat(network.all())
                    .allSatisfy(member -> assertThat(member.peer.connections()).isLessThanOrEqualTo(1));
            PeerSighting one = met.get(network.get(2).id.toString());
            assertThat(one.agentVersion()).isEqualTo("juno/0.15.0");
            assertThat(one.clientType()).isEqualTo("Juno");
            assertThat(one.clientVersion()).isEqualTo("0.15.0");
            assertThat(one.network()).isEqualTo("SN_MAIN");
            assertThat(one.blockHeight()).isEqualTo(1_002L);
            assertThat(one.roundTripMs()).isPositive();
            assertThat(one.neighbours()).isGreaterThan(TestNetwork.K);
            assertThat(summary.dials()).isEqualTo(
                    summary.reached() + summary.failures().values().stream().mapToInt(Integer::intValue).sum());
            assertThat(summary.failures()).containsKeys(Failure.REFUSED, Failure.TIMED_OUT);
            assertThat(summary.cutShort()).isFalse();
            assertThat(summary.took()).isLessThan(Duration.ofSeconds(60));
            if (PEERS >= 2000) {
                assertThat(resident).isLessThan(300L << 20);
            }
        }
    }

    private static long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).findAny().orElse(0);
    }
}
