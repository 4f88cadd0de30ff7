package io.starkbeat.crawler.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.crawler.crawl.Crawl.CrawlOptions;
import io.starkbeat.crawler.libp2p.Connection;
import io.starkbeat.crawler.libp2p.Dialer;
import io.starkbeat.crawler.libp2p.DialerOptions;
import io.starkbeat.crawler.libp2p.identify.Identify;
import io.starkbeat.crawler.libp2p.kad.KadPeer;
import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.crawler.libp2p.peerid.Ed25519Identity;
import io.starkbeat.crawler.libp2p.ping.Ping;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.Frames;
import io.starkbeat.crawler.libp2p.testkit.Answers;
import io.starkbeat.crawler.libp2p.testkit.TestPeer;
import io.starkbeat.crawler.walk.Failure;
import io.starkbeat.crawler.walk.Rests;
import io.starkbeat.crawler.walk.WalkLimits;
import io.starkbeat.schemas.peer.PeerSighting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Peers that speak less than most, and parts of ours that fail: a round goes on.
final class OddPeersTest {
    private static final String KAD = "/starknet/kad/SN_MAIN/1.0.0";
    private static final String HEADERS = "/starknet/SN_MAIN/sync/headers/0.1.0-rc.0";

    private static TestPeer peer(List<TestPeer> named, String... without) {
        Map<String, TestPeer.Answer> answers = new TreeMap<>();
        answers.put(Ping.PROTOCOL, Ping::answer);
        answers.put(HEADERS, Answers.headers(10));
        answers.put(KAD, Answers.findNode(_ -> named.stream()
                .map(peer -> new KadPeer(peer.id(), List.of(peer.address().withoutPeer()))).toList()));
        List.of(without).forEach(answers::remove);
        Ed25519Identity identity = Ed25519Identity.generate();
        byte[] message = Frames.delimit(new Identify("/starknet/identify/0.1.0-rc.0", "papyrus/1",
                List.copyOf(answers.keySet()), List.of(), Optional.empty()).encoded(identity.publicKey()));
        if (!List.of(without).contains(Identify.PROTOCOL)) {
            answers.put(Identify.PROTOCOL, (stream, deadline) -> stream.write(message, deadline));
        }
        return TestPeer.speaking(identity, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), answers);
    }

    private static RoundSummary crawl(TestPeer start, Consumer<Sighted> out) throws InterruptedException {
        List<Multiaddr> bootstrap = List.of(start.address());
        try (Crawl crawl = new Crawl(new CrawlOptions("starkbeat-crawler/test", "SN_MAIN", bootstrap, true, true,
                Duration.ofSeconds(8), WalkLimits.of(8)), new Rests(Duration.ofSeconds(30)), InstantSource.system())) {
            return crawl.round(out);
        }
    }

    private static PeerSighting sightingOf(TestPeer start) throws InterruptedException {
        List<PeerSighting> met = new ArrayList<>();
        RoundSummary summary = crawl(start, sighted -> met.add(sighted.sighting()));
        assertThat(summary.lost()).isEmpty();
        return met.stream().filter(sighting -> sighting.peerId().equals(start.id().toString())).findAny().orElseThrow();
    }

    @Test
    void whoDoesNotSpeakPingIsAskedForItsNeighboursAndItsHead() throws Exception {
        try (TestPeer other = peer(List.of()); TestPeer start = peer(List.of(other), Ping.PROTOCOL)) {
            PeerSighting sighting = sightingOf(start);
            assertThat(sighting.neighbours()).isOne();
            assertThat(sighting.blockHeight()).isEqualTo(10L);
            assertThat(sighting.roundTripMs()).isNull();
            assertThat(other.connections()).isOne();
        }
    }

    @Test
    void whoDoesNotSpeakKademliaIsAskedForItsHead() throws Exception {
        try (TestPeer start = peer(List.of(), KAD)) {
            PeerSighting sighting = sightingOf(start);
            assertThat(sighting.blockHeight()).isEqualTo(10L);
            assertThat(sighting.roundTripMs()).isPositive();
        }
    }

    @Test
    void whoDoesNotSpeakIdentifyIsAskedForItsNeighbours() throws Exception {
        try (TestPeer other = peer(List.of()); TestPeer start = peer(List.of(other), Identify.PROTOCOL)) {
            assertThat(sightingOf(start).neighbours()).isOne();
        }
    }

    @Test
    void aRoundEndsByItselfThoughSightingsAreNotTaken() throws Exception {
        TestPeer gone = peer(List.of());
        gone.close();
        try (TestPeer other = peer(List.of()); TestPeer start = peer(List.of(other, gone))) {
            List<PeerSighting> offered = new ArrayList<>();
            RoundSummary summary = crawl(start, sighted -> {
                offered.add(sighted.sighting());
                throw new IllegalStateException("the producer is closed");
            });
            assertThat(summary.cutShort()).isFalse();
            assertThat(offered).hasSize(3);
        }
    }

    @Test
    void whoDawdlesIsLeftWhenTheTimeOfAConversationIsOver() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Ed25519Identity identity = Ed25519Identity.generate();
        TestPeer.Answer silence = (_, _) -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        try (TestPeer slow = TestPeer.speaking(identity,
                TestPeer.answers(identity, "juno/0.15.0", Map.of(KAD, silence)));
                Dialer dialer = Dialer.start(DialerOptions.of("starkbeat-crawler/test", "SN_MAIN")
                        .withPolicy(_ -> true));
                Connection connection = dialer.connect(slow.address(),
                        Deadline.in(Duration.ofSeconds(5), "dialling"))) {
            long before = System.nanoTime();
            Visit visit = Visit.pay(connection, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                    OptionalLong.empty(), Duration.ofSeconds(2), _ -> {});

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(6));
            assertThat(visit.identify()).isPresent();
            assertThat(visit.failure()).contains(Failure.TIMED_OUT);
        } finally {
            never.countDown();
        }
    }
}
