package io.starkbeat.crawler.libp2p.testkit;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.starkbeat.crawler.libp2p.identify.Identify;
import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.crawler.libp2p.multistream.Multistream;
import io.starkbeat.crawler.libp2p.noise.NoiseHandshake;
import io.starkbeat.crawler.libp2p.noise.NoiseKeys;
import io.starkbeat.crawler.libp2p.noise.NoiseStream;
import io.starkbeat.crawler.libp2p.peerid.Ed25519Identity;
import io.starkbeat.crawler.libp2p.peerid.Identity;
import io.starkbeat.crawler.libp2p.ping.Ping;
import io.starkbeat.crawler.libp2p.stream.ByteStream;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Frames;
import io.starkbeat.crawler.libp2p.tcp.TcpListener;
import io.starkbeat.crawler.libp2p.tcp.TcpStream;
import io.starkbeat.crawler.libp2p.yamux.YamuxSession;
import io.starkbeat.crawler.libp2p.yamux.YamuxStream;
import io.starkbeat.schemas.peer.PeerId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A peer in this process that listens on loopback. It costs a socket and a few kilobytes, and a virtual thread for each
/// connection, so thousands fit beside each other. What it says is a map from protocols to [Answer]s; a hostile one is made
/// of a hostile answer, or of a [Script] that takes over at a lower layer.
public final class TestPeer implements AutoCloseable {
    private static final EventLoopGroup GROUP = new MultiThreadIoEventLoopGroup(1,
            new DefaultThreadFactory("test-peers", true), NioIoHandler.newFactory());
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Identity identity;
    private final TcpListener listener;
    private final Queue<Long> dialledAt = new ConcurrentLinkedQueue<>();

    /// What a peer says on a stream.
    @FunctionalInterface
    public interface Answer {
        void give(YamuxStream stream, Deadline deadline) throws DialException;
    }

    /// What a peer does with a connection.
    @FunctionalInterface
    public interface Script {
        void play(TcpStream stream, Deadline deadline) throws Exception;
    }

    private TestPeer(Identity identity, Script script) {
        this(identity, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), script);
    }

    private TestPeer(Identity identity, InetSocketAddress at, Script script) {
        this.identity = identity;
        this.listener = new TcpListener(GROUP, at, tcp -> {
            dialledAt.add(System.nanoTime());
            try {
                script.play(tcp, patience());
            } catch (Exception e) {
                // The dialling side ended it, which is what tests look at.
                tcp.close();
            }
        });
    }

    /// A peer that does as told from the first byte on.
    public static TestPeer scripted(Script script) {
        return new TestPeer(Ed25519Identity.generate(), script);
    }

    /// The same at an address of loopback.
    public static TestPeer scripted(InetSocketAddress at, Script script) {
        return new TestPeer(Ed25519Identity.generate(), at, script);
    }

    /// A peer that keeps the rules up to the streams, and answers there.
    public static TestPeer speaking(Identity identity, Map<String, Answer> answers) {
        return speaking(identity, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), answers);
    }

    /// The same at an address of loopback.
    public static TestPeer speaking(Identity identity, InetSocketAddress at, Map<String, Answer> answers) {
        NoiseKeys keys = NoiseKeys.generate(identity);
        return new TestPeer(identity, at, (tcp, deadline) -> {
            NoiseStream noise = secured(tcp, keys, deadline);
            Multistream.accept(noise, "/yamux/1.0.0"::equals, deadline);
            YamuxSession.start(noise, false, stream -> Thread.ofVirtual().start(() -> answer(stream, answers)));
        });
    }

    /// A peer as a node of the network is one.
    public static TestPeer node(String agent, Map<String, Answer> more) {
        Identity identity = Ed25519Identity.generate();
        return speaking(identity, answers(identity, agent, more));
    }

    /// Identify, ping, and what else there is.
    public static Map<String, Answer> answers(Identity identity, String agent, Map<String, Answer> more) {
        Map<String, Answer> all = new TreeMap<>(more);
        all.put(Ping.PROTOCOL, Ping::answer);
        List<String> protocols = new ArrayList<>(all.keySet());
        protocols.add(Identify.PROTOCOL);
        Identify us = new Identify("/starknet/identify/0.1.0-rc.0", agent, protocols,
                List.of(Multiaddr.parse("/ip4/203.0.113.7/tcp/7777")), Optional.empty());
        byte[] message = Frames.delimit(us.encoded(identity.publicKey()));
        all.put(Identify.PROTOCOL, (stream, deadline) -> stream.write(message, deadline));
        return all;
    }

    /// Multistream and Noise from the listening side.
    public static NoiseStream secured(ByteStream stream, NoiseKeys keys, Deadline deadline) throws DialException {
        Multistream.accept(stream, "/noise"::equals, deadline);
        return NoiseHandshake.respond(stream, keys, deadline);
    }

    private static void answer(YamuxStream stream, Map<String, Answer> answers) {
        try {
            Deadline deadline = patience();
            answers.get(Multistream.accept(stream, answers::containsKey, deadline)).give(stream, deadline);
            stream.finish(deadline);
        } catch (DialException e) {
            stream.close();
        }
    }

    private static Deadline patience() {
        return Deadline.in(PATIENCE, "a test peer's conversation");
    }

    public PeerId id() {
        return identity.peerId();
    }

    /// Where it listens, with its peer id.
    public Multiaddr address() {
        return Multiaddr.tcp(listener.address()).withPeer(id());
    }

    /// How often it was dialled.
    public int connections() {
        return dialledAt.size();
    }

    /// When it was dialled, in nanoseconds of the process's clock.
    public List<Long> dialledAt() {
        return List.copyOf(dialledAt);
    }

    @Override
    public void close() {
        listener.close();
    }
}
