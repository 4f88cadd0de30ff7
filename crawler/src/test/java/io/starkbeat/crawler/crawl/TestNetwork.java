package io.starkbeat.crawler.crawl;

import io.starkbeat.crawler.libp2p.kad.KadPeer;
import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.crawler.libp2p.multiaddr.Place;
import io.starkbeat.crawler.libp2p.peerid.Ed25519Identity;
import io.starkbeat.crawler.libp2p.testkit.Answers;
import io.starkbeat.crawler.libp2p.testkit.TestPeer;
import io.starkbeat.schemas.peer.PeerId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.IntStream;

/// A DHT of peers in this process that are met over real sockets, each at a loopback address in a /24 of its own, with
/// k-buckets as a network that has long been up has them. Half speak one of Kademlia's names, half another.
public final class TestNetwork implements AutoCloseable {
    static final int K = 20;
    private static final List<String> KAD = List.of("/starknet/SN_MAIN/sync/kad/1.0.0", "/starknet/kad/SN_MAIN/1.0.0");
    private static final List<String> AGENTS = List.of("juno/0.15.0", "pathfinder/0.22.0");

    private final List<Member> members = new ArrayList<>();
    private final Random random;
    private final CountDownLatch closed = new CountDownLatch(1);

    /// What a peer is up to.
    enum Kind {
        HONEST,
        /// Names peers that do not exist, at honest peers' addresses.
        NAMES_OTHERS,
        /// Names itself, under ever new ids.
        NAMES_ITSELF,
        /// Proves to be somebody else than its network believes.
        ANOTHER,
        /// Takes connections and says nothing.
        SILENT
    }

    /// A peer and its table.
    public final class Member {
        final Kind kind;
        /// As the network knows it.
        final PeerId id;
        final TestPeer peer;
        final Multiaddr address;
        private final long place;
        private final Map<Integer, List<Member>> buckets = new HashMap<>();

        Member(int number, Kind kind) {
            this.kind = kind;
            Ed25519Identity identity = Ed25519Identity.generate();
            InetSocketAddress at = new InetSocketAddress(loopback(number), 0);
            Map<String, TestPeer.Answer> speaks = new TreeMap<>(
                    Map.of(KAD.get(number % 2), Answers.findNode(this::answer)));
            if (number % 2 == 0) {
                speaks.put("/starknet/SN_MAIN/sync/headers/0.1.0-rc.0", Answers.headers(1_000 + number));
            }
            this.peer = kind == Kind.SILENT
                    ? TestPeer.scripted(at, (_, _) -> closed.await())
                    : TestPeer.speaking(identity, at, TestPeer.answers(identity, AGENTS.get(number % 2), speaks));
            this.id = kind == Kind.ANOTHER ? Ed25519Identity.generate().peerId() : peer.id();
            this.address = peer.address().withoutPeer();
            this.place = place(id);
        }

        /// As the network knows it.
        public PeerId id() {
            return id;
        }

        /// Without its id.
        public Multiaddr address() {
            return address;
        }

        /// It is gone.
        public void close() {
            peer.close();
        }

        private void learn(Member other) {
            List<Member> bucket = buckets.computeIfAbsent(Long.numberOfLeadingZeros(place ^ other.place),
                    _ -> new ArrayList<>());
            if (other != this && bucket.size() < K) {
                bucket.add(other);
            }
        }

        private List<KadPeer> answer(PeerId target) {
            return switch (kind) {
                case NAMES_OTHERS -> lies(_ -> honest().get(random(honest().size())).address);
                case NAMES_ITSELF -> lies(i -> i % 2 == 0 ? address : elsewhere(i));
                default -> {
                    long goal = place(target);
                    yield buckets.values().stream().flatMap(List::stream)
                            .sorted(Comparator.comparingLong((Member known) -> (known.place ^ goal) + Long.MIN_VALUE))
                            .limit(K).map(known -> new KadPeer(known.id, List.of(known.address))).toList();
                }
            };
        }

        /// Ports of its own host at which nobody listens.
        private Multiaddr elsewhere(int i) {
            byte[] ip = address.place()
                    .orElseThrow() instanceof Place.Socket socket
                            ? socket.address().getAddress().getAddress()
                            : new byte[4];
            try {
                return Multiaddr.tcp(new InetSocketAddress(InetAddress.getByAddress(ip), 1 + i));
            } catch (UnknownHostException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private List<KadPeer> lies(Function<Integer, Multiaddr> at) {
        return IntStream.range(0, K).mapToObj(i -> new KadPeer(nobody(), List.of(at.apply(i)))).toList();
    }

    private synchronized int random(int bound) {
        return random.nextInt(bound);
    }

    private synchronized PeerId nobody() {
        byte[] key = new byte[32];
        random.nextBytes(key);
        return PeerId.ofEd25519(key);
    }

    /// @param hostile so many of a hundred
    public TestNetwork(int size, int hostile, long seed) {
        random = new Random(seed);
        Kind[] kinds = Kind.values();
        for (int i = 0; i < size; i++) {
            // The first, from which crawls begin, is honest.
            boolean bad = i % 100 >= 100 - hostile;
            members.add(new Member(i, bad ? kinds[1 + i % (kinds.length - 1)] : Kind.HONEST));
        }
        List<Member> shuffled = new ArrayList<>(members);
        for (Member member : members) {
            Collections.shuffle(shuffled, random);
            shuffled.forEach(member::learn);
        }
    }

    public Member get(int number) {
        return members.get(number);
    }

    List<Member> all() {
        return members;
    }

    List<Member> honest() {
        return members.stream().filter(member -> member.kind == Kind.HONEST).toList();
    }

    private static InetAddress loopback(int number) {
        try {
            return InetAddress.getByAddress(new byte[]{127, (byte) (1 + number / 250), (byte) (number % 250), 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long place(PeerId peer) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(peer.multihash())).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        members.forEach(member -> member.peer.close());
    }
}
