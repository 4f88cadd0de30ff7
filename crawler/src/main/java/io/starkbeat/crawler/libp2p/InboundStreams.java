package io.starkbeat.crawler.libp2p;

import io.starkbeat.crawler.libp2p.identify.Identify;
import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.crawler.libp2p.multistream.Multistream;
import io.starkbeat.crawler.libp2p.peerid.Identity;
import io.starkbeat.crawler.libp2p.ping.Ping;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.libp2p.stream.Frames;
import io.starkbeat.crawler.libp2p.yamux.YamuxStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers what a dialled peer may want to know of us: who we are, and whether we are still there. Nothing else is spoken, so
/// nobody takes us for a member of the network. The session bounds how many streams there are.
final class InboundStreams {
    private static final Logger LOG = LoggerFactory.getLogger(InboundStreams.class);
    private static final List<String> SPOKEN = List.of(Identify.PROTOCOL, Ping.PROTOCOL);
    /// For one stream as a whole. A peer that pings us for longer opens another.
    private static final Duration STREAM_TIME = Duration.ofMinutes(1);

    /// Bytes that a peer may say behind its question, which are of no interest; who says more is reset.
    private static final int MAX_IGNORED = 4096;

    private final DialerOptions options;
    private final Identity identity;
    private final Multiaddr peerAddress;

    InboundStreams(DialerOptions options, Identity identity, Multiaddr peerAddress) {
        this.options = options;
        this.identity = identity;
        this.peerAddress = peerAddress;
    }

    void answer(YamuxStream stream) {
        Thread.ofVirtual().name("libp2p-inbound").start(() -> {
            try {
                speak(stream, Deadline.in(STREAM_TIME, "a stream of the peer's"));
            } catch (DialException e) {
                // It was the peer's question, and its answer is lost.
                LOG.debug("a stream that {} opened came to nothing: {}", peerAddress, e.getMessage());
            } finally {
                stream.close();
            }
        });
    }

    private void speak(YamuxStream stream, Deadline deadline) throws DialException {
        if (Multistream.accept(stream, SPOKEN::contains, deadline).equals(Ping.PROTOCOL)) {
            Ping.answer(stream, deadline);
        } else {
            Identify us = new Identify("", options.agentVersion(), SPOKEN, List.of(),
                    Optional.of(peerAddress.withoutPeer()));
            stream.write(Frames.delimit(us.encoded(identity.publicKey())), deadline);
        }
        stream.finish(deadline);
        // A reset would overtake the answer in peers that drop what they have not read; their end is awaited instead.
        byte[] ignored = new byte[64];
        int bytes = 0;
        int read = 0;
        while (read >= 0 && bytes <= MAX_IGNORED) {
            // Bytes that are there already are handed over without a look at the clock.
            deadline.check();
            bytes += read;
            read = stream.read(ignored, 0, ignored.length, deadline);
        }
    }
}
