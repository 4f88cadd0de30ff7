package io.starkbeat.crawler.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.crawler.libp2p.DialerOptions;
import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.crawler.libp2p.testkit.DnsServer;
import io.starkbeat.crawler.libp2p.testkit.TestPeer;
import io.starkbeat.crawler.walk.Failure;
import io.starkbeat.crawler.walk.Rests;
import io.starkbeat.crawler.walk.Withheld;
import io.starkbeat.schemas.peer.PeerSighting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// What goes wrong around a crawl is a counted failure, and the round goes on.
final class CrawlBadInputTest {
    private static final Duration REST = Duration.ofSeconds(30);
    private static final DialerOptions IMPATIENT = DialerOptions.of("starkbeat-crawler/test", "SN_MAIN")
            .withTimes(Duration.ofSeconds(2));

    private final List<PeerSighting> told = new ArrayList<>();

    private RoundSummary round(List<Multiaddr> bootstrap, boolean allowPrivate, DialerOptions dialling,
            InstantSource clock)
            throws InterruptedException {
        try (Crawl crawl = new Crawl(CrawlNetworkTest.options(bootstrap, allowPrivate), dialling, new Rests(REST),
                clock)) {
            return crawl.round(sighted -> told.add(sighted.sighting()));
        }
    }

    @Test
    void bootstrapPeersThatAreNotThere() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        TestPeer gone = TestPeer.node("juno/0.15.0", java.util.Map.of());
        gone.close();
        try (TestPeer silent = TestPeer.scripted((_, _) -> end.await())) {
            RoundSummary summary = round(List.of(gone.address(), silent.address()), true, IMPATIENT,
                    InstantSource.system());

            assertThat(summary.reached()).isZero();
            assertThat(summary.failures()).containsOnly(java.util.Map.entry(Failure.REFUSED, 1),
                    java.util.Map.entry(Failure.TIMED_OUT, 1));
            assertThat(summary.took()).isLessThan(Duration.ofSeconds(10));
            assertThat(told).hasSize(2).noneMatch(PeerSighting::reachable)
                    .allMatch(sighting -> sighting.roundsTried() == 1 && sighting.lastReached() == null);
            assertThat(summary.toString()).contains("0 of 2 peers reached").doesNotContain("\n");
        } finally {
            end.countDown();
        }
    }

    @Test
    void namesOfWhichNoServerKnows() throws Exception {
        try (DnsServer silent = DnsServer.silent(); TestPeer peer = TestPeer.node("juno/0.15.0", java.util.Map.of())) {
            RoundSummary summary = round(
                    List.of(Multiaddr.parse("/dns4/slow.example/tcp/7777"), Multiaddr.parse("/dnsaddr/slow.example"),
                            peer.address()),
                    true, IMPATIENT.withDnsServers(List.of(silent.address())), InstantSource.system());

            assertThat(summary.reached()).isEqualTo(1);
            assertThat(summary.failures().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(2);
            assertThat(summary.took()).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void addressesThatAreNotPublicAreDialledOnlyWhenAllowed() throws Exception {
        try (TestPeer peer = TestPeer.node("juno/0.15.0", java.util.Map.of())) {
            RoundSummary summary = round(List.of(peer.address()), false, IMPATIENT, InstantSource.system());

            assertThat(peer.connections()).isZero();
            assertThat(summary.withheld()).containsEntry(Withheld.NOT_PUBLIC, 1);
        }
    }

    @Test
    void aClockThatGoesBackwards() throws Exception {
        AtomicLong hours = new AtomicLong(1_000);
        InstantSource backwards = () -> Instant.ofEpochSecond(hours.getAndDecrement() * 3_600);
        try (TestNetwork network = new TestNetwork(10, 0, 5)) {
            assertThat(round(List.of(network.get(0).address), true, IMPATIENT, backwards).reached()).isEqualTo(10);
            assertThat(network.all()).allSatisfy(member -> assertThat(member.peer.connections()).isEqualTo(1));
        }
    }

    @Test
    void aPeerWithoutIdentifyOrKademliaIsMetAllTheSame() throws Exception {
        try (TestPeer bare = TestPeer.speaking(io.starkbeat.crawler.libp2p.peerid.Ed25519Identity.generate(),
                java.util.Map.of())) {
            RoundSummary summary = round(List.of(bare.address()), true, IMPATIENT, InstantSource.system());

            assertThat(summary.reached()).isEqualTo(1);
            // Nothing that was under way ended early: it was asked for all, and speaks none of it.
            assertThat(summary.lost()).isEmpty();
            assertThat(told).singleElement().matches(PeerSighting::reachable);
        }
    }
}
