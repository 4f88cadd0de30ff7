package io.starkbeat.crawler.crawl;

import io.starkbeat.crawler.libp2p.Connection;
import io.starkbeat.crawler.libp2p.identify.Identify;
import io.starkbeat.crawler.libp2p.kad.KadPeer;
import io.starkbeat.crawler.libp2p.stream.Deadline;
import io.starkbeat.crawler.libp2p.stream.DialException;
import io.starkbeat.crawler.walk.BucketSweep;
import io.starkbeat.crawler.walk.Failure;
import io.starkbeat.schemas.peer.PeerId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/// What one peer that was met has told.
///
/// @param at         where it was met
/// @param identify   what it told of itself
/// @param roundTrip  to it and back
/// @param neighbours how many distinct peers it named
/// @param height     its newest block's number
/// @param failure    how the conversation ended early, what was told before is kept
record Visit(PeerId peer, InetSocketAddress at, Optional<Identify> identify, Optional<Duration> roundTrip,
        OptionalInt neighbours, OptionalLong height, Optional<Failure> failure) {

    /// All of a conversation: each question has its own time, and a peer that uses up all of each gains little by it.
    static final Duration WITHIN = Duration.ofSeconds(60);

    /// Asks a peer.
    ///
    /// @param heads where to begin to look for its newest block, or empty not to
    /// @param named takes each answer to FIND_NODE
    static Visit pay(Connection peer, InetSocketAddress at, OptionalLong heads, Consumer<List<KadPeer>> named) {
        return new Questions(peer, heads, named).ask(at);
    }

    private static final class Questions {
        private final Connection peer;
        private final OptionalLong heads;
        private final Consumer<List<KadPeer>> named;
        private final Deadline deadline = Deadline.in(WITHIN, "the conversation");
        private @Nullable Identify identify;
        private @Nullable Duration roundTrip;
        private OptionalInt neighbours = OptionalInt.empty();
        private OptionalLong height = OptionalLong.empty();

        Questions(Connection peer, OptionalLong heads, Consumer<List<KadPeer>> named) {
            this.peer = peer;
            this.heads = heads;
            this.named = named;
        }

        Visit ask(InetSocketAddress at) {
            Failure failure = null;
            try {
                identify = peer.identify();
                deadline.check();
                roundTrip = peer.ping();
                neighbours();
                head();
            } catch (DialException e) {
                failure = Failures.of(e);
            }
            return new Visit(peer.remotePeer(), at, Optional.ofNullable(identify), Optional.ofNullable(roundTrip),
                    neighbours, height, Optional.ofNullable(failure));
        }

        private void neighbours() throws DialException {
            BucketSweep sweep = new BucketSweep(peer.remotePeer());
            for (Optional<PeerId> target = sweep.next(); target.isPresent(); target = sweep.next()) {
                deadline.check();
                List<KadPeer> answer = peer.findNode(target.get());
                sweep.heard(answer.stream().map(KadPeer::id).toList());
                neighbours = OptionalInt.of(sweep.neighbours());
                named.accept(answer);
            }
        }

        /// That a peer serves no headers is no failure: many do not.
        private void head() throws DialException {
            if (heads.isPresent()) {
                deadline.check();
                try {
                    height = peer.headHeight(heads.getAsLong());
                } catch (DialException.Unsupported e) {
                    height = OptionalLong.empty();
                }
            }
        }
    }
}
