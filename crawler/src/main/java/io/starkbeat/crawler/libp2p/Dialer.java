package io.starkbeat.crawler.libp2p;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.crawler.libp2p.multistream.LazyNegotiation;
import io.starkbeat.crawler.libp2p.multistream.Multistream;
import io.starkbeat.crawler.libp2p.noise.NoiseHandshake;
import io.starkbeat.crawler.libp2p.noise.NoiseKeys;
import io.starkbeat.crawler.libp2p.noise.NoiseStream;
import io.starkbeat.crawler.libp2p.peerid.Ed25519Identity;
import io.starkbeat.crawler.libp2p.peerid.Identity;
import io.starkbeat.crawler.libp2p.stream.ByteStream;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.tcp.Resolver;
import io.starkbeat.crawler.libp2p.tcp.TcpConnector;
import io.starkbeat.crawler.libp2p.tcp.TcpStream;
import io.starkbeat.schemas.peer.PeerId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Dials libp2p peers over TCP, Noise and Yamux (decision 0013, `docs/libp2p.md`).
///
/// Everything blocks and is meant for virtual threads, of which any number may use one dialer. Each call ends within the
/// times of its [DialerOptions], whatever the peer does, and a peer that breaks a rule ends its own connection only.
public final class Dialer implements AutoCloseable {
    static final String NOISE = "/noise";
    static final String YAMUX = "/yamux/1.0.0";

    private final DialerOptions options;
    private final Identity identity;
    private final NoiseKeys keys;
    private final MultiThreadIoEventLoopGroup loop;
    private final TcpConnector connector;
    private final Resolver resolver;

    private Dialer(DialerOptions options, Identity identity) {
        this.options = options;
        this.identity = identity;
        this.keys = NoiseKeys.generate(identity);
        // One thread: it moves bytes and waits for sockets, no more.
        this.loop = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("libp2p-io", true),
                NioIoHandler.newFactory());
        this.connector = new TcpConnector(loop);
        this.resolver = new Resolver(loop, options.dnsServers());
    }

    /// A dialer with an identity of its own, new with every start: nobody needs to know a crawler again.
    public static Dialer start(DialerOptions options) {
        return new Dialer(options, Ed25519Identity.generate());
    }

    /// Who we are to peers.
    public PeerId localPeer() {
        return identity.peerId();
    }

    /// Connects and lets the peer prove who it is.
    ///
    /// @param address  `/ip4|ip6|dns|dns4|dns6/…/tcp/…` or `/dnsaddr/…`, with `/p2p/…` when a certain peer is meant; of
    ///                 several sockets that it means one after the other is tried until one connects
    /// @param deadline for all of it; the options' times are for each step
    public Connection connect(Multiaddr address, Deadline deadline) throws DialException {
        DialException last = new DialException.Unresolved("nothing that can be dialled is listed under " + address,
                null);
        for (Resolver.Target target : resolve(address, deadline)) {
            // Where a socket took all the time, the next ones are not even tried.
            deadline.check();
            TcpStream tcp;
            try {
                tcp = connect(target, deadline);
            } catch (DialException.Unreachable | DialException.Refused | DialException.DeadlinePassed
                    | DialException.NotDialable e) {
                last = e;
                continue;
            }
            Multiaddr reached = Multiaddr.tcp(target.socket());
            Deadline handshake = deadline.part(options.handshakeWithin(), "the handshake");
            return secure(tcp, keys, new Connection.Ours(options, identity), reached, target.peer(), handshake);
        }
        throw last;
    }

    /// The sockets that an address means, at most a handful, without connecting to any.
    public List<Resolver.Target> resolve(Multiaddr address, Deadline deadline) throws DialException {
        return resolver.resolve(address, deadline.part(options.resolveWithin(), "finding the address of " + address));
    }

    private TcpStream connect(Resolver.Target target, Deadline deadline) throws DialException {
        if (!options.policy().mayDial(target.socket())) {
            throw new DialException.NotDialable(Multiaddr.tcp(target.socket()) + " may not be dialled");
        }
        return connector.connect(target.socket(), deadline.part(options.connectWithin(), "connecting"));
    }

    /// Makes a connection of a stream of bytes.
    static Connection secure(ByteStream stream, NoiseKeys keys, Connection.Ours ours, Multiaddr address,
            Optional<PeerId> expected, Deadline deadline) throws DialException {
        try {
            // All peers speak Noise, so its first message goes with the proposal.
            NoiseStream noise = NoiseHandshake.initiate(new LazyNegotiation(stream, NOISE), keys, expected, deadline);
            Multistream.select(noise, List.of(YAMUX), deadline);
            return new Connection(noise, ours, address);
        } catch (DialException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    /// Ends all connections.
    @Override
    public void close() {
        resolver.close();
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
}
