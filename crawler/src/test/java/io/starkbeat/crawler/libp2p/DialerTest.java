package io.starkbeat.crawler.libp2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starkbeat.crawler.libp2p.identify.Identify;
import io.starkbeat.crawler.libp2p.kad.KadPeer;
import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.crawler.libp2p.multistream.LazyNegotiation;
import io.starkbeat.crawler.libp2p.multistream.Multistream;
import io.starkbeat.crawler.libp2p.noise.NoiseKeys;
import io.starkbeat.crawler.libp2p.peerid.Ed25519Identity;
import io.starkbeat.crawler.libp2p.peerid.Identity;
import io.starkbeat.crawler.libp2p.ping.Ping;
import io.starkbeat.crawler.libp2p.stream.ByteStream;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.testkit.Answers;
import io.starkbeat.crawler.libp2p.testkit.DnsServer;
import io.starkbeat.crawler.libp2p.testkit.TestPeer;
import io.starkbeat.crawler.libp2p.yamux.YamuxSession;
import io.starkbeat.crawler.libp2p.yamux.YamuxStream;
import io.starkbeat.schemas.peer.PeerId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The dialer over real sockets, with peers in this process.
final class DialerTest {
    private static final String KAD = "/starknet/kad/SN_MAIN/1.0.0";
    private static final String HEADERS = "/starknet/headers/0.1.0-rc.0";
    private static final Dialer DIALER = Dialer.start(DialerOptions.of("starkbeat-crawler/test", "SN_MAIN"));

    @AfterAll
    static void stop() {
        DIALER.close();
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20), "a test");
    }

    @Test
    void aNodeIsMetAndAsked() throws DialException {
        KadPeer neighbour = new KadPeer(Ed25519Identity.generate().peerId(),
                List.of(Multiaddr.parse("/ip4/203.0.113.9/tcp/7777"), Multiaddr.parse("/dns4/node.example/tcp/1")));
        try (TestPeer node = TestPeer.node("juno/0.15.0", Map.of(KAD, Answers.findNode(target -> List.of(neighbour)),
                HEADERS, Answers.headers(4711)));
                Connection connection = DIALER.connect(node.address(), soon())) {
            assertThat(connection.remotePeer()).isEqualTo(node.id());
            assertThat(connection.remoteAddress()).isEqualTo(node.address());
            // Before identify all names are offered, behind it one.
            for (int round = 0; round < 2; round++) {
                assertThat(connection.findNode(node.id())).containsExactly(neighbour);
                assertThat(connection.headHeight(4000)).hasValue(4711);
                Identify identify = connection.identify();
                assertThat(identify.agentVersion()).isEqualTo("juno/0.15.0");
                assertThat(identify.protocols()).contains(KAD, HEADERS);
            }
            assertThat(connection.ping()).isPositive();
        }
    }

    @Test
    void whoeverIsThereIsMetWhenNobodyIsNamed() throws DialException {
        try (TestPeer node = TestPeer.node("a", Map.of());
                Connection connection = DIALER.connect(node.address().withoutPeer(), soon())) {
            assertThat(connection.remotePeer()).isEqualTo(node.id());
        }
    }

    @Test
    void anotherPeerThanTheDialledOneIsToldApartAndLearnsNothingOfUs() throws DialException {
        Identity identity = Ed25519Identity.generate();
        NoiseKeys keys = NoiseKeys.generate(identity);
        CompletableFuture<PeerId> learned = new CompletableFuture<>();
        try (TestPeer node = TestPeer.scripted((tcp, deadline) -> {
            try {
                learned.complete(TestPeer.secured(tcp, keys, deadline).peer().peerId());
            } catch (DialException e) {
                learned.completeExceptionally(e);
            }
        })) {
            PeerId other = Ed25519Identity.generate().peerId();
            assertThatThrownBy(() -> DIALER.connect(node.address().withPeer(other), soon()))
                    .isInstanceOf(DialException.NotThePeer.class)
                    .hasMessage("dialled " + other + ", and " + identity.peerId() + " answered");
            // Our name stands in the third message of the handshake, which is never sent.
            assertThat(learned).failsWithin(Duration.ofSeconds(10)).withThrowableThat()
                    .withCauseInstanceOf(DialException.Ended.class);
        }
    }

    @Test
    void aPeerWithoutAProtocolKeepsItsConnection() throws DialException {
        try (TestPeer node = TestPeer.node("a", Map.of());
                Connection connection = DIALER.connect(node.address(), soon())) {
            for (int round = 0; round < 2; round++) {
                assertThatThrownBy(() -> connection.findNode(node.id())).isInstanceOf(DialException.Unsupported.class)
                        .hasMessageContaining(KAD);
                assertThatThrownBy(() -> connection.headHeight(0)).isInstanceOf(DialException.Unsupported.class);
                connection.identify();
            }
            assertThat(connection.isOpen()).isTrue();
        }
    }

    /// A peer asks us, as js-libp2p, go-libp2p and rust-libp2p do right after a handshake.
    @Test
    void peersLearnWhoWeAreAndNothingElse() throws Exception {
        CompletableFuture<Identify> seen = new CompletableFuture<>();
        CompletableFuture<DialException> refused = new CompletableFuture<>();
        Identity identity = Ed25519Identity.generate();
        NoiseKeys keys = NoiseKeys.generate(identity);
        try (TestPeer peer = TestPeer.scripted((tcp, deadline) -> {
            var noise = TestPeer.secured(tcp, keys, deadline);
            Multistream.accept(noise, Dialer.YAMUX::equals, deadline);
            YamuxSession session = YamuxSession.start(noise, false, stream -> stream.close());
            ByteStream question = new LazyNegotiation(session.open(), Identify.PROTOCOL);
            seen.complete(Identify.read(question, noise.peer().peerId(), deadline));
            try {
                ByteStream other = new LazyNegotiation(session.open(), KAD);
                other.read(new byte[1], 0, 1, deadline);
            } catch (DialException e) {
                refused.complete(e);
            }
        }); Connection connection = DIALER.connect(peer.address().withoutPeer(), soon())) {
            Identify us = seen.get(10, TimeUnit.SECONDS);
            assertThat(us.agentVersion()).isEqualTo("starkbeat-crawler/test");
            assertThat(us.protocols()).containsExactlyInAnyOrder(Identify.PROTOCOL, "/ipfs/ping/1.0.0");
            assertThat(us.listenAddresses()).isEmpty();
            assertThat(refused.get(10, TimeUnit.SECONDS)).isInstanceOf(DialException.Unsupported.class);
            assertThat(connection.isOpen()).isTrue();
        }
    }

    /// So slowly that what lies unread is never too much: what it says behind its question is too much.
    @Test
    void aPeerThatGoesOnBehindItsQuestionIsReset() throws Exception {
        CompletableFuture<Integer> said = new CompletableFuture<>();
        NoiseKeys keys = NoiseKeys.generate(Ed25519Identity.generate());
        try (TestPeer peer = TestPeer.scripted((tcp, deadline) -> {
            var noise = TestPeer.secured(tcp, keys, deadline);
            Multistream.accept(noise, Dialer.YAMUX::equals, deadline);
            YamuxSession session = YamuxSession.start(noise, false, YamuxStream::close);
            ByteStream question = new LazyNegotiation(session.open(), Identify.PROTOCOL);
            Identify.read(question, noise.peer().peerId(), deadline);
            ByteStream pace = new LazyNegotiation(session.open(), Ping.PROTOCOL);
            int bytes = 0;
            try {
                for (; bytes < 64 * 200; bytes += 64) {
                    question.write(new byte[64], deadline);
                    Ping.measure(pace, new byte[Ping.BYTES], deadline);
                }
            } catch (DialException.Ended e) {
                // Reset.
            }
            said.complete(bytes);
        }); Connection connection = DIALER.connect(peer.address().withoutPeer(), soon())) {
            assertThat(said.get(20, TimeUnit.SECONDS)).isBetween(4096, 6000);
            assertThat(connection.isOpen()).isTrue();
        }
    }

    @Test
    void aHundredConnectionsAtOnce() throws Exception {
        List<Connection> open = new ArrayList<>();
        try (TestPeer node = TestPeer.node("a", Map.of(KAD, Answers.findNode(target -> List.of())));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Connection>> dials = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                dials.add(() -> DIALER.connect(node.address(), soon()));
            }
            for (Future<Connection> dial : threads.invokeAll(dials)) {
                open.add(dial.get());
            }
            List<Callable<String>> questions = new ArrayList<>();
            open.forEach(connection -> questions
                    .add(() -> connection.identify().agentVersion() + connection.findNode(node.id()).size()));
            for (Future<String> answer : threads.invokeAll(questions)) {
                assertThat(answer.get()).isEqualTo("a0");
            }
            assertThat(node.connections()).isEqualTo(100);
        } finally {
            open.forEach(Connection::close);
        }
    }

    @Test
    void manyQuestionsShareAConnection() throws Exception {
        try (TestPeer node = TestPeer.node("a", Map.of(KAD, Answers.findNode(target -> List.of())));
                Connection connection = DIALER.connect(node.address(), soon());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            connection.identify();
            // The peer takes eight streams of ours at a time, so no more are asked at once.
            List<Callable<Integer>> questions = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                questions.add(() -> {
                    int answers = 0;
                    for (int j = 0; j < 20; j++) {
                        answers += connection.findNode(node.id()).size() + 1;
                    }
                    return answers;
                });
            }
            for (Future<Integer> answer : threads.invokeAll(questions)) {
                assertThat(answer.get()).isEqualTo(20);
            }
        }
    }

    @Test
    void aClosedConnectionSaysSo() throws DialException {
        try (TestPeer node = TestPeer.node("a", Map.of())) {
            Connection connection = DIALER.connect(node.address(), soon());
            connection.close();
            assertThat(connection.isOpen()).isFalse();
            assertThatThrownBy(connection::ping).isInstanceOf(DialException.Cancelled.class)
                    .hasMessage("the connection was closed here");
        }
    }

    @Test
    void wherePortsAreClosedTheDialIsRefused() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThatThrownBy(() -> DIALER.connect(Multiaddr.parse("/ip4/127.0.0.1/tcp/" + port), soon()))
                .isInstanceOf(DialException.Refused.class)
                .hasMessage("nothing listens at 127.0.0.1 port " + port);
    }

    /// A queue of connections that is full drops further ones without a word, as a firewall does.
    @Test
    void whereNobodyAnswersTheDialEnds() throws Exception {
        List<SocketChannel> queue = new ArrayList<>();
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Dialer hasty = Dialer.start(DialerOptions.of("t", "SN_MAIN").withTimes(Duration.ofMillis(300)))) {
            fill(deaf, queue);
            Multiaddr address = Multiaddr.tcp((InetSocketAddress) deaf.getLocalSocketAddress());
            long before = System.nanoTime();
            assertThatThrownBy(() -> hasty.connect(address, soon())).isInstanceOf(DialException.DeadlinePassed.class)
                    .hasMessage("connecting took longer than 300 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
        } finally {
            for (SocketChannel channel : queue) {
                channel.close();
            }
        }
    }

    /// Of two sockets the first is silent until all of the dial's time is gone.
    @Test
    void behindTheDeadlineNothingIsDialledAnyMore() throws Exception {
        // The policy is asked for each socket before it is dialled.
        List<Integer> tried = new CopyOnWriteArrayList<>();
        List<SocketChannel> queue = new ArrayList<>();
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                TestPeer node = TestPeer.node("a", Map.of());
                DnsServer names = DnsServer.start(Map.of(),
                        Map.of("_dnsaddr.two.example", List.of("dnsaddr=/ip4/127.0.0.1/tcp/" + deaf.getLocalPort(),
                                "dnsaddr=" + node.address())));
                Dialer dialer = Dialer.start(DialerOptions.of("t", "SN_MAIN").withDnsServers(List.of(names.address()))
                        .withPolicy(socket -> tried.add(socket.getPort())))) {
            fill(deaf, queue);
            assertThatThrownBy(() -> dialer.connect(Multiaddr.parse("/dnsaddr/two.example"),
                    Deadline.in(Duration.ofSeconds(1), "a dial")))
                    .isInstanceOf(DialException.DeadlinePassed.class).hasMessage("a dial took longer than 1000 ms");
            assertThat(tried).containsExactly(deaf.getLocalPort());
        } finally {
            for (SocketChannel channel : queue) {
                channel.close();
            }
        }
    }

    private static void fill(ServerSocket deaf, List<SocketChannel> queue) throws IOException {
        for (int i = 0; i < 8; i++) {
            SocketChannel channel = SocketChannel.open();
            queue.add(channel);
            channel.configureBlocking(false);
            channel.connect(deaf.getLocalSocketAddress());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ip4/127.0.0.1/udp/1/quic-v1", "/ip4/127.0.0.1/tcp/1/ws", "/ip4/127.0.0.1",
            "/ip4/127.0.0.1/tcp/0", "/memory/1",
            "/ip4/127.0.0.1/tcp/1/p2p/12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA/p2p-circuit"})
    void whatIsNotSpokenIsNotDialled(String address) {
        assertThatThrownBy(() -> DIALER.connect(Multiaddr.parse(address), soon()))
                .isInstanceOf(DialException.NotDialable.class).hasMessageStartingWith(address);
    }

    /// Also behind the mapped form, and behind a name that leads there.
    @ParameterizedTest
    @CsvSource({"/ip4/127.0.0.1/tcp/%d", "/ip6/::ffff:127.0.0.1/tcp/%d", "/dns4/localhost/tcp/%d"})
    void thePolicyHasTheLastWord(String address) throws DialException {
        AddressPolicy noLoopback = socket -> !socket.getAddress().isLoopbackAddress();
        try (TestPeer node = TestPeer.node("a", Map.of());
                Dialer careful = Dialer.start(DialerOptions.of("t", "SN_MAIN").withPolicy(noLoopback))) {
            InetSocketAddress socket = ((io.starkbeat.crawler.libp2p.multiaddr.Place.Socket) node.address().place()
                    .orElseThrow()).address();
            Multiaddr target = Multiaddr.parse(address.formatted(socket.getPort()));
            DIALER.connect(target, soon()).close();
            assertThatThrownBy(() -> careful.connect(target, soon())).isInstanceOf(DialException.NotDialable.class)
                    .hasMessageEndingWith("may not be dialled");
            assertThat(node.connections()).isEqualTo(1);
        }
    }
}
