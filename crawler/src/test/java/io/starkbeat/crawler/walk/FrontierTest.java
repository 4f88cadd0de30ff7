package io.starkbeat.crawler.walk;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.crawler.libp2p.kad.KadPeer;
import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.crawler.walk.SimulatedNetwork.Peer;
import io.starkbeat.schemas.peer.PeerId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What a walk does not do, whatever it is told.
final class FrontierTest {
    private static final WalkLimits LIMITS = WalkLimits.of(16);

    private final SimulatedNetwork network = new SimulatedNetwork(20, 7);
    private final Rests rests = new Rests(Duration.ofSeconds(30));

    private Frontier from(Peer start) {
        Frontier frontier = WalkPropertiesTest.frontier(network, LIMITS, rests);
        frontier.bootstrap(Multiaddr.tcp(start.address));
        return frontier;
    }

    private static KadPeer said(PeerId peer, InetSocketAddress... at) {
        return new KadPeer(peer, java.util.Arrays.stream(at).map(Multiaddr::tcp).toList());
    }

    @Test
    void aLiarsWordCostsThirtyTwoDialsAndNoMore() {
        Peer liar = network.with(1).peers.getFirst();
        AtomicInteger next = new AtomicInteger(100);
        liar.lie = _ -> java.util.stream.IntStream.range(0, 60)
                .mapToObj(_ -> said(network.nobody(), SimulatedNetwork.address(next.getAndIncrement()))).toList();
        Frontier frontier = from(liar);

        int failed = 0;
        List<Step.Dial> open = new ArrayList<>();
        for (Step step = frontier.next(1); !(step instanceof Step.Done); step = frontier.next(1)) {
            if (step instanceof Step.Dial dial) {
                open.add(dial);
            } else {
                Step.Dial dial = open.removeFirst();
                if (dial.address().equals(liar.address)) {
                    frontier.proven(dial, liar.id, 1);
                    for (int i = 0; i < 14; i++) {
                        frontier.named(liar.id, liar.nearest(network.nobody()));
                    }
                    frontier.finished(dial);
                } else {
                    failed++;
                    frontier.failed(dial, Failure.TIMED_OUT, 1);
                }
            }
        }
        assertThat(failed).isEqualTo(32);
        assertThat(frontier.found()).isEqualTo(1 + LIMITS.newPeersByReporter());
        assertThat(frontier.withheld()).containsEntry(Withheld.REPORTER_LIMIT, LIMITS.newPeersByReporter() - 32)
                .containsEntry(Withheld.TOO_MANY_NEW, 14 * 60 - LIMITS.newPeersByReporter());
    }

    /// It gets the addresses of honest peers under ever new names, and they see one dial each all the same.
    @Test
    void honestPeersAreDialledOnceWhateverNamesALiarGivesThem() {
        network.with(40);
        network.peers.forEach(peer -> network.peers.stream().filter(other -> other != peer).forEach(peer::learn));
        Peer liar = network.peers.get(1);
        liar.lie = _ -> network.peers.stream().map(peer -> said(network.nobody(), peer.address)).toList();

        assertThat(network.walk(from(network.peers.getFirst()))).hasSize(40);
        assertThat(network.peers).allSatisfy(peer -> assertThat(peer.dialledAt).hasSize(1));
    }

    @Test
    void whoAnswersCountsAsWhoItProvesToBe() {
        network.with(2);
        Peer start = network.peers.getFirst();
        Peer other = network.peers.getLast();
        PeerId claimed = network.nobody();
        start.lie = _ -> List.of(said(claimed, other.address));
        Frontier frontier = from(start);

        assertThat(network.walk(frontier)).containsExactlyInAnyOrder(start.id, other.id);
        assertThat(frontier.unmet()).singleElement().satisfies(heard -> {
            assertThat(heard.peer()).isEqualTo(claimed);
            assertThat(heard.failure()).contains(Failure.ANOTHER_PEER);
        });
    }

    @Test
    void aNeighbourhoodIsDialledSixtyFourTimesInVain() {
        network.with(4);
        network.peers.forEach(peer -> network.peers.stream().filter(other -> other != peer).forEach(peer::learn));
        List<KadPeer> victims = new ArrayList<>();
        for (int port = 1000; port < 1100; port++) {
            victims.add(said(network.nobody(), new InetSocketAddress("51.1.2." + port % 250, port)));
        }
        Frontier frontier = from(network.peers.getFirst());
        network.walk(frontier);
        network.peers.forEach(peer -> frontier.named(peer.id, victims));
        int dials = 0;
        for (Step step = frontier.next(network.now); step instanceof Step.Dial dial; step = frontier
                .next(network.now)) {
            dials++;
            frontier.failed(dial, Failure.REFUSED, network.now);
        }
        assertThat(dials).isEqualTo(LIMITS.failedInNeighbourhood());
        assertThat(frontier.withheld()).containsEntry(Withheld.NEIGHBOURHOOD_LIMIT, 100 - dials);
    }

    @Test
    void addressesThatAreNotPublicAreNotDialled() {
        network.with(1);
        Frontier frontier = from(network.peers.getFirst());
        network.walk(frontier);
        for (String address : List.of("/ip4/127.0.0.1/tcp/1", "/ip4/10.1.2.3/tcp/1", "/ip4/100.64.0.1/tcp/1",
                "/ip4/169.254.1.1/tcp/1", "/ip4/224.0.0.1/tcp/1", "/ip4/192.0.2.1/tcp/1", "/ip6/::1/tcp/1",
                "/ip6/fe80::1/tcp/1", "/ip6/fd00::1/tcp/1", "/ip6/::ffff:10.0.0.1/tcp/1", "/ip6/64:ff9b::a00:1/tcp/1",
                "/ip6/2002:a00:1::1/tcp/1", "/ip6/2001:db8::1/tcp/1", "/ip6/ff02::1/tcp/1", "/ip4/0.0.0.0/tcp/1")) {
            frontier.named(network.peers.getFirst().id,
                    List.of(new KadPeer(network.nobody(), List.of(Multiaddr.parse(address)))));
        }
        assertThat(frontier.next(network.now)).isInstanceOf(Step.Done.class);
        assertThat(frontier.withheld()).containsEntry(Withheld.NOT_PUBLIC, 15);
    }

    @Test
    void whoWasMetIsLeftAloneForHalfAMinuteOverRoundsAndUnderOtherAddresses() {
        network.with(2);
        Peer start = network.peers.getFirst();
        Peer other = network.peers.getLast();
        start.learn(other);
        other.learn(start);
        network.walk(from(start));
        network.walk(from(start));

        assertThat(start.dialledAt.get(1) - start.dialledAt.get(0)).isGreaterThanOrEqualTo(30_000_000_000L);
        assertThat(other.dialledAt.get(1) - other.dialledAt.get(0)).isGreaterThanOrEqualTo(30_000_000_000L);

        // Elsewhere too: the same peer under a second address, by its id.
        Frontier next = WalkPropertiesTest.frontier(network, LIMITS, rests);
        next.bootstrap(Multiaddr.tcp(SimulatedNetwork.address(900)).withPeer(other.id));
        assertThat(next.next(network.now)).isInstanceOf(Step.Wait.class);
    }

    @Test
    void aPeerThatNamesItselfUnderEverNewIdsIsDialledOnce() {
        Peer self = network.with(1).peers.getFirst();
        self.lie = _ -> java.util.stream.IntStream.range(0, 60)
                .mapToObj(_ -> said(network.nobody(), self.address)).toList();
        network.walk(from(self));
        assertThat(self.dialledAt).hasSize(1);
    }

    /// Half of the doors that wait need no dial any more once their peer was met at its other one.
    @Test
    void allPeersWithTwoAddressesAreMetOnOnePeersWord() {
        Peer start = network.with(101).peers.getFirst();
        List<KadPeer> named = new ArrayList<>();
        for (Peer peer : network.peers.subList(1, 101)) {
            InetSocketAddress second = SimulatedNetwork.address(1_000 + named.size());
            network.at.put(second, peer);
            named.add(said(peer.id, peer.address, second));
        }
        start.lie = _ -> named;
        Frontier frontier = WalkPropertiesTest.frontier(network, WalkLimits.of(64), rests);
        frontier.bootstrap(Multiaddr.tcp(start.address));

        assertThat(network.walk(frontier)).hasSize(101);
        assertThat(frontier.withheld()).isEmpty();
    }

    /// A whole network on one host, as tests and private networks have it, with many that are gone.
    @Test
    void aPrivateNetworkMayLieOnOneHost() {
        Peer start = network.with(400).peers.getFirst();
        List<KadPeer> named = new ArrayList<>();
        for (Peer peer : network.peers) {
            InetSocketAddress at = new InetSocketAddress("127.0.0.1", 10_000 + named.size());
            network.at.put(at, peer);
            peer.lie = _ -> named;
            peer.alive = named.size() < 270 || named.size() >= 340;
            named.add(said(peer.id, at));
        }
        Frontier frontier = new Frontier(LIMITS, network.nobody(), GlobalAddresses::mayBeHosts, _ -> false, rests);
        frontier.bootstrap(Multiaddr.tcp(new InetSocketAddress("127.0.0.1", 10_000)));

        assertThat(network.walk(frontier)).hasSize(400 - 70);
    }

    @Test
    void whoWasMetBeforeIsDialledThoughItsNeighbourhoodIsGone() {
        network.with(1);
        Frontier frontier = new Frontier(LIMITS, network.nobody(), GlobalAddresses::contain, _ -> false, rests);
        for (int port = 1; port <= 100; port++) {
            frontier.known(network.nobody(), new InetSocketAddress("51.1.2." + port, port));
        }
        Peer back = network.peers.getFirst();
        InetSocketAddress at = new InetSocketAddress("51.1.2.200", 200);
        network.at.put(at, back);
        frontier.known(back.id, at);

        assertThat(network.walk(frontier)).containsExactly(back.id);
    }

    /// Four name many that are gone, and have no failures left when their live neighbours' turn comes. A fifth has.
    @Test
    void whomManyNameIsMetThoughTheFirstOfThemHaveSpentTheirFailures() {
        network.with(25);
        List<KadPeer> live = network.peers.subList(5, 25).stream().map(peer -> said(peer.id, peer.address)).toList();
        List<KadPeer> all = new ArrayList<>();
        for (int i = 0; i < 140; i++) {
            all.add(said(network.nobody(), SimulatedNetwork.address(1_000 + i)));
        }
        all.addAll(live);
        Frontier frontier = new Frontier(LIMITS, network.nobody(), GlobalAddresses::contain, _ -> false, rests);
        network.peers.subList(0, 4).forEach(hub -> {
            hub.lie = _ -> all;
            frontier.bootstrap(Multiaddr.tcp(hub.address));
        });
        network.walk(frontier);
        network.peers.get(4).lie = _ -> live;
        frontier.bootstrap(Multiaddr.tcp(network.peers.get(4).address));

        assertThat(network.walk(frontier)).hasSize(21);
    }

    @Test
    void whoHangsUpBeforeItProvesItselfIsLeftAloneAtItsOtherAddressesToo() {
        PeerId full = network.nobody();
        Frontier frontier = new Frontier(LIMITS, network.nobody(), GlobalAddresses::contain, _ -> false, rests);
        frontier.known(full, SimulatedNetwork.address(1));
        frontier.known(full, SimulatedNetwork.address(2));

        frontier.failed((Step.Dial) frontier.next(1), Failure.ENDED, 1);
        assertThat(frontier.next(2)).isEqualTo(new Step.Wait(Duration.ofNanos(29_999_999_999L)));
        assertThat(frontier.next(1 + 30_000_000_000L)).isInstanceOf(Step.Dial.class);
    }

    @Test
    void aHostIsDialledEightTimesInVainWhateverPortsAreNamed() {
        Peer liar = network.with(1).peers.getFirst();
        List<KadPeer> victim = new ArrayList<>();
        for (int port = 1; port <= 30; port++) {
            victim.add(said(network.nobody(), new InetSocketAddress("51.1.2.3", port)));
        }
        Frontier frontier = from(liar);
        network.walk(frontier);
        frontier.named(liar.id, victim);
        int dials = 0;
        while (frontier.next(network.now) instanceof Step.Dial dial) {
            dials++;
            frontier.failed(dial, Failure.REFUSED, network.now);
        }
        assertThat(dials).isEqualTo(8);
        assertThat(frontier.withheld()).containsEntry(Withheld.NEIGHBOURHOOD_LIMIT, 22);
    }

    @Test
    void aPeersOwnAddressesComeBeforeWhatStrangersInvent() {
        network.with(2);
        Peer liar = network.peers.getFirst();
        Peer peer = network.peers.getLast();
        List<Multiaddr> inventions = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            inventions.add(Multiaddr.parse("/ip4/203.0.113." + i + "/udp/1"));
        }
        inventions.addFirst(Multiaddr.parse("/dns4/" + "a.".repeat(120) + "example.com/tcp/1"));
        inventions.addFirst(Multiaddr.tcp(peer.address));
        liar.lie = _ -> List.of(new KadPeer(peer.id, inventions));
        Frontier frontier = from(liar);
        network.walk(frontier);
        frontier.listens(peer.id, List.of(Multiaddr.parse("/ip4/51.1.2.3/tcp/7777")));

        assertThat(frontier.addresses(peer.id)).hasSize(16)
                .startsWith(Multiaddr.tcp(peer.address).toString(), "/ip4/51.1.2.3/tcp/7777")
                .noneMatch(address -> address.contains("example.com"));
    }

    @Test
    void namesOfStrangersTakeAQuarterOfThePlacesAtMost() {
        network.with(2);
        Peer liar = network.peers.getFirst();
        Peer peer = network.peers.getLast();
        Frontier frontier = from(liar);
        network.walk(frontier);
        List<Multiaddr> names = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            names.add(Multiaddr.parse("/dns4/n" + i + ".example.com/tcp/1"));
        }
        frontier.named(liar.id, List.of(new KadPeer(network.nobody(), names), said(peer.id, peer.address)));

        List<Step> begun = new ArrayList<>();
        for (Step step = frontier.next(network.now); !(step instanceof Step.Idle); step = frontier.next(network.now)) {
            begun.add(step);
        }
        assertThat(begun).hasSize(5).filteredOn(Step.Dial.class::isInstance).hasSize(1);
    }

    @Test
    void whoBacksOffDoesNotHideAnotherAtItsAddress() {
        Peer back = network.with(1).peers.getFirst();
        PeerId before = network.nobody();
        Frontier frontier = new Frontier(LIMITS, network.nobody(), GlobalAddresses::contain, before::equals, rests);
        frontier.named(network.nobody(), List.of(said(before, back.address), said(back.id, back.address)));

        assertThat(frontier.next(1)).isEqualTo(new Step.Dial(back.address, java.util.Optional.of(back.id)));
    }

    @Test
    void aDialInVainCountsForHimWhoWasDialledAlone() {
        PeerId dialled = network.nobody();
        PeerId victim = network.nobody();
        Frontier frontier = new Frontier(LIMITS, network.nobody(), GlobalAddresses::contain, _ -> false, rests);
        InetSocketAddress dead = SimulatedNetwork.address(1);
        frontier.named(network.nobody(), List.of(said(dialled, dead), said(victim, dead)));
        frontier.failed((Step.Dial) frontier.next(1), Failure.REFUSED, 1);

        assertThat(frontier.unmet()).filteredOn(Heard::dialled).singleElement()
                .satisfies(heard -> assertThat(heard.peer()).isEqualTo(dialled));
    }

    /// A liar has spoken first, of all doors of honest peers under eight names each, and has no failures left.
    @Test
    void honestPeersAreMetThoughALiarWasFirstToNameOthersAtTheirDoors() {
        network.with(22);
        Peer liar = network.peers.getFirst();
        Peer honest = network.peers.get(1);
        List<Peer> others = network.peers.subList(2, 22);
        List<KadPeer> lies = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            lies.add(said(network.nobody(), SimulatedNetwork.address(1_000 + i)));
        }
        for (int i = 0; i < 8; i++) {
            others.forEach(peer -> lies.add(said(network.nobody(), peer.address)));
        }
        liar.lie = _ -> lies;
        honest.lie = _ -> others.stream().map(peer -> said(peer.id, peer.address)).toList();
        Frontier frontier = from(liar);
        network.walk(frontier);
        frontier.bootstrap(Multiaddr.tcp(honest.address));

        assertThat(network.walk(frontier)).hasSize(21);
    }
}
