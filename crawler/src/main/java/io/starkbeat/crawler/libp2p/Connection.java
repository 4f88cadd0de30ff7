package io.starkbeat.crawler.libp2p;

import io.starkbeat.crawler.libp2p.headers.BlockProbe;
import io.starkbeat.crawler.libp2p.headers.HeadSearch;
import io.starkbeat.crawler.libp2p.identify.Identify;
import io.starkbeat.crawler.libp2p.kad.FindNode;
import io.starkbeat.crawler.libp2p.kad.KadPeer;
import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.crawler.libp2p.multistream.LazyNegotiation;
import io.starkbeat.crawler.libp2p.multistream.Multistream;
import io.starkbeat.crawler.libp2p.noise.NoiseStream;
import io.starkbeat.crawler.libp2p.peerid.Identity;
import io.starkbeat.crawler.libp2p.ping.Ping;
import io.starkbeat.crawler.libp2p.stream.ByteStream;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.yamux.YamuxSession;
import io.starkbeat.crawler.libp2p.yamux.YamuxStream;
import io.starkbeat.schemas.peer.PeerId;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/// A connection to a peer that has proved who it is. Questions may be asked by several threads at once, each on a stream of
/// its own. A peer that breaks a rule, or leaves a question unanswered in time, loses the connection; one that does not speak
/// a protocol does not.
public final class Connection implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final YamuxSession session;
    private final PeerId peer;
    private final Multiaddr address;
    private final Ours ours;
    /// What is worth proposing: all that we know, less when the peer has said what it speaks or has taken one.
    private volatile List<String> kadProtocols;
    private volatile List<String> headerProtocols;

    /// Our side of a connection.
    ///
    /// @param pingPayload what pings carry
    record Ours(DialerOptions options, Identity identity, Supplier<byte[]> pingPayload) {
        Ours(DialerOptions options, Identity identity) {
            this(options, identity, Ours::unforeseeable);
        }

        private static byte[] unforeseeable() {
            byte[] payload = new byte[Ping.BYTES];
            RANDOM.nextBytes(payload);
            return payload;
        }
    }

    Connection(NoiseStream noise, Ours ours, Multiaddr address) {
        this.peer = noise.peer().peerId();
        this.address = address.withPeer(peer);
        this.ours = ours;
        this.kadProtocols = ours.options.kadProtocols();
        this.headerProtocols = ours.options.headerProtocols();
        InboundStreams inbound = new InboundStreams(ours.options, ours.identity, address);
        this.session = YamuxSession.start(noise, true, inbound::answer);
    }

    /// Who is there, proved by the handshake.
    public PeerId remotePeer() {
        return peer;
    }

    /// Where it was met: an IP address, a TCP port and the proved peer id.
    public Multiaddr remoteAddress() {
        return address;
    }

    /// Whether questions may be asked.
    public boolean isOpen() {
        return session.isOpen();
    }

    /// Asks the peer what it is. Later questions propose only what it says that it speaks.
    public Identify identify() throws DialException {
        Identify answer = ask(List.of(Identify.PROTOCOL), Deadline.in(ours.options.answerWithin(), "identify"),
                (stream, raw, deadline) -> Identify.read(stream, peer, deadline));
        kadProtocols = ours.options.kadProtocols().stream().filter(answer.protocols()::contains).toList();
        headerProtocols = ours.options.headerProtocols().stream().filter(answer.protocols()::contains).toList();
        return answer;
    }

    /// Measures a round trip.
    public Duration ping() throws DialException {
        return ask(List.of(Ping.PROTOCOL), Deadline.in(ours.options.answerWithin(), "ping"),
                (stream, raw, deadline) -> Ping.measure(stream, ours.pingPayload.get(), deadline));
    }

    /// Asks for the peers that this one knows nearest to a target.
    ///
    /// @return at most [FindNode#MAX_PEERS]; hearsay, in which js-libp2p may name a peer twice
    /// @throws DialException.Unsupported if the peer speaks none of the Kademlia protocols
    public List<KadPeer> findNode(PeerId target) throws DialException {
        List<String> proposals = proposals(kadProtocols, ours.options.kadProtocols());
        return ask(proposals, Deadline.in(ours.options.answerWithin(), "FIND_NODE"),
                (stream, raw, deadline) -> FindNode.ask(stream, target, deadline),
                taken -> kadProtocols = List.of(taken));
    }

    /// Finds the number of the peer's highest block, as far as it says.
    ///
    /// @param from where to begin: the last known height, 0 when none is known
    /// @return empty when the peer has no block
    /// @throws DialException.Unsupported if the peer does not speak the headers protocol
    public OptionalLong headHeight(long from) throws DialException {
        Deadline all = Deadline.in(ours.options.headWithin(), "finding the head of its chain");
        try {
            return HeadSearch.find(from, number -> hasBlock(number, all));
        } catch (DialException.Violation e) {
            session.close();
            throw e;
        }
    }

    private boolean hasBlock(long number, Deadline all) throws DialException {
        List<String> proposals = proposals(headerProtocols, ours.options.headerProtocols());
        return ask(proposals, all.part(ours.options.answerWithin(), "a block header"), (stream, raw, deadline) -> {
            stream.write(BlockProbe.request(number), deadline);
            raw.finish(deadline);
            return BlockProbe.answered(stream, number, deadline);
        }, taken -> headerProtocols = List.of(taken));
    }

    @Override
    public void close() {
        session.close();
    }

    @FunctionalInterface
    private interface Question<T> {
        /// @param stream speaks the protocol
        /// @param raw    the same stream beneath
        T ask(ByteStream stream, YamuxStream raw, Deadline deadline) throws DialException;
    }

    @FunctionalInterface
    private interface Taken {
        void protocol(String name);
    }

    private static List<String> proposals(List<String> worthwhile, List<String> all) throws DialException {
        if (worthwhile.isEmpty()) {
            throw new DialException.Unsupported(all);
        }
        return worthwhile;
    }

    private <T> T ask(List<String> protocols, Deadline deadline, Question<T> question) throws DialException {
        return ask(protocols, deadline, question, null);
    }

    /// Asks on a new stream. A single protocol is one that the peer is known or sure to speak, and is not waited for.
    private <T> T ask(List<String> protocols, Deadline deadline, Question<T> question, @Nullable Taken taken)
            throws DialException {
        YamuxStream stream = session.open();
        try {
            if (protocols.size() == 1) {
                return question.ask(new LazyNegotiation(stream, protocols.getFirst()), stream, deadline);
            }
            String chosen = Multistream.select(stream, protocols, deadline);
            if (taken != null) {
                taken.protocol(chosen);
            }
            return question.ask(stream, stream, deadline);
        } catch (DialException.Violation | DialException.DeadlinePassed e) {
            session.close();
            throw e;
        } finally {
            stream.close();
        }
    }
}
