package io.starkbeat.crawler.walk;

import io.starkbeat.crawler.libp2p.kad.KadPeer;
import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.schemas.peer.PeerId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/// Peers with k-buckets, without a network: whom a walk dials is answered at once, in an order that chance picks, by a clock
/// that moves only when the walk waits.
final class SimulatedNetwork {
    final List<Peer> peers = new ArrayList<>();
    final Map<InetSocketAddress, Peer> at = new HashMap<>();
    private final int k;
    private final Random random;
    long now = 1;

    final class Peer {
        final PeerId id;
        final KadKey key;
        final InetSocketAddress address;
        final List<Set<Peer>> buckets = new ArrayList<>();
        final List<Long> dialledAt = new ArrayList<>();
        boolean alive = true;
        /// Says something else than its table.
        Function<PeerId, List<KadPeer>> lie;

        Peer(PeerId id, InetSocketAddress address) {
            this.id = id;
            this.key = KadKey.of(id.multihash());
            this.address = address;
            for (int i = 0; i < 64; i++) {
                buckets.add(new LinkedHashSet<>());
            }
        }

        /// Keeps another, while its bucket has room.
        void learn(Peer other) {
            Set<Peer> bucket = buckets.get(key.commonPrefix(other.key));
            if (other != this && bucket.size() < k) {
                bucket.add(other);
            }
        }

        List<Peer> known() {
            return buckets.stream().flatMap(Set::stream).toList();
        }

        List<KadPeer> nearest(PeerId target) {
            if (lie != null) {
                return lie.apply(target);
            }
            KadKey goal = KadKey.of(target.multihash());
            return known().stream()
                    .sorted(Comparator.comparingInt((Peer peer) -> peer.key.commonPrefix(goal)).reversed())
                    .limit(k).map(peer -> new KadPeer(peer.id, List.of(Multiaddr.tcp(peer.address)))).toList();
        }
    }

    SimulatedNetwork(int k, long seed) {
        this.k = k;
        this.random = new Random(seed);
    }

    /// Peers on public addresses of their own /24s.
    SimulatedNetwork with(int count) {
        for (int i = 0; i < count; i++) {
            byte[] key = new byte[32];
            random.nextBytes(key);
            Peer peer = new Peer(PeerId.ofEd25519(key), address(peers.size()));
            peers.add(peer);
            at.put(peer.address, peer);
        }
        return this;
    }

    static InetSocketAddress address(int number) {
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(ByteBuffer.allocate(4).putInt((50 << 24) + (number << 8) + 7).array()),
                    7777);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    PeerId nobody() {
        byte[] key = new byte[32];
        random.nextBytes(key);
        return PeerId.ofEd25519(key);
    }

    /// Whom a crawler that begins there can find: live peers that live peers know.
    Set<PeerId> reachableFrom(Peer start) {
        Set<Peer> seen = new HashSet<>(Set.of(start));
        Deque<Peer> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            for (Peer next : open.remove().known()) {
                if (next.alive && seen.add(next)) {
                    open.add(next);
                }
            }
        }
        Set<PeerId> ids = new HashSet<>();
        seen.forEach(peer -> ids.add(peer.id));
        return ids;
    }

    /// Walks, and answers whom it met.
    Set<PeerId> walk(Frontier frontier) {
        Set<PeerId> met = new HashSet<>();
        List<Step.Dial> open = new ArrayList<>();
        while (true) {
            switch (frontier.next(now)) {
                case Step.Dial dial -> open.add(dial);
                case Step.Lookup lookup -> frontier.resolved(lookup, List.of());
                case Step.Wait(Duration time) when open.isEmpty() -> now += time.toNanos();
                case Step.Wait _,Step.Idle _ -> answer(frontier, open.remove(random.nextInt(open.size())), met);
                case Step.Done _ -> {
                    return met;
                }
            }
            now += 1_000_000;
        }
    }

    private void answer(Frontier frontier, Step.Dial dial, Set<PeerId> met) {
        Peer peer = Optional.ofNullable(at.get(dial.address())).filter(there -> there.alive).orElse(null);
        if (peer == null) {
            frontier.failed(dial, Failure.TIMED_OUT, now);
            return;
        }
        peer.dialledAt.add(now);
        if (frontier.proven(dial, peer.id, now)) {
            met.add(peer.id);
            BucketSweep sweep = new BucketSweep(peer.id);
            for (Optional<PeerId> target = sweep.next(); target.isPresent(); target = sweep.next()) {
                List<KadPeer> answer = peer.nearest(target.get());
                sweep.heard(answer.stream().map(KadPeer::id).toList());
                frontier.named(peer.id, answer);
            }
        }
        frontier.finished(dial);
    }
}
