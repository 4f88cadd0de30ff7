package io.starkbeat.crawler.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// On any simulated DHT.
final class WalkPropertiesTest {
    private static final Duration REST = Duration.ofSeconds(30);

    static Frontier frontier(SimulatedNetwork network, WalkLimits limits, Rests rests) {
        return new Frontier(limits, network.nobody(), GlobalAddresses::contain, _ -> false, rests);
    }

    /// Sparse ones and dense ones, with buckets that overflow and such that do not, and with some peers gone.
    @Property(tries = 150)
    void everyReachablePeerIsFoundAndDialledOnce(@ForAll long seed, @ForAll @IntRange(min = 1, max = 250) int size,
            @ForAll @IntRange(min = 2, max = 20) int k, @ForAll @IntRange(min = 5, max = 600) int permille,
            @ForAll @IntRange(min = 0, max = 15) int gone, @ForAll @IntRange(min = 1, max = 64) int concurrency) {
        SimulatedNetwork network = new SimulatedNetwork(k, seed).with(size);
        Random random = new Random(seed);
        network.peers.forEach(peer -> network.peers.stream().filter(_ -> random.nextInt(1000) < permille)
                .filter(other -> other != peer).forEach(peer::learn));
        network.peers.stream().skip(1).limit(gone).forEach(peer -> peer.alive = false);
        SimulatedNetwork.Peer start = network.peers.getFirst();

        Frontier frontier = frontier(network, WalkLimits.of(concurrency), new Rests(REST));
        frontier.bootstrap(io.starkbeat.crawler.libp2p.multiaddr.Multiaddr.tcp(start.address));

        assertThat(network.walk(frontier)).isEqualTo(network.reachableFrom(start));
        assertThat(network.peers).allMatch(peer -> peer.dialledAt.size() <= 1);
        assertThat(frontier.underWay()).isZero();
    }

    /// A sweep hears of a whole table, however many it holds and in which buckets.
    @Property(tries = 150)
    void aSweepHearsOfTheWholeTable(@ForAll long seed, @ForAll @IntRange(min = 2, max = 600) int size,
            @ForAll @IntRange(min = 1, max = 20) int k) {
        SimulatedNetwork network = new SimulatedNetwork(k, seed).with(size);
        SimulatedNetwork.Peer peer = network.peers.getFirst();
        network.peers.stream().skip(1).forEach(peer::learn);
        BucketSweep sweep = new BucketSweep(peer.id);
        for (var target = sweep.next(); target.isPresent(); target = sweep.next()) {
            sweep.heard(peer.nearest(target.get()).stream().map(io.starkbeat.crawler.libp2p.kad.KadPeer::id).toList());
        }
        assertThat(sweep.neighbours()).isEqualTo(peer.known().size());
    }
}
