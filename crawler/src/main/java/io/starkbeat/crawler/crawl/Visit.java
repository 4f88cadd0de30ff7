package io.starkbeat.crawler.crawl;

import io.starkbeat.crawler.libp2p.Connection;
import io.starkbeat.crawler.libp2p.identify.Identify;
import io.starkbeat.crawler.libp2p.kad.KadPeer;
import io.starkbeat.crawler.libp2p.ping.Ping;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one peer that was met has told.
///
/// @param at         where it was met
/// @param identify   what it told of itself, empty when it does not speak that protocol; so the next three
/// @param roundTrip  to it and back
/// @param neighbours how many distinct peers it named
/// @param height     its newest block's number
/// @param failure    how the conversation ended early; what was told before is kept
record Visit(PeerId peer, InetSocketAddress at, Optional<Identify> identify, Optional<Duration> roundTrip,
        OptionalInt neighbours, OptionalLong height, Optional<Failure> failure) {

    private static final Logger log = LoggerFactory.getLogger(Visit.class);

    /// All of a conversation: each question has its own time too, and a peer that uses up most of each would keep a place from
    /// others for minutes. Some eighty round trips of a third of a second.
    static final Duration WITHIN = Duration.ofSeconds(30);

    /// Asks a peer.
    ///
    /// @param within after which the connection is closed, whatever has been told until then
    /// @param heads where to begin to look for its newest block, or empty not to
    /// @param named takes each answer to FIND_NODE
    static Visit pay(Connection peer, InetSocketAddress at, OptionalLong heads, Duration within,
            Consumer<List<KadPeer>> named) {
        return new Questions(peer, heads, within, named).ask(at);
    }

    private static final class Questions {
        private final Connection peer;
        private final OptionalLong heads;
        private final Consumer<List<KadPeer>> named;
        private final Duration within;
        private final Deadline deadline;
        private @Nullable Identify identify;
        private @Nullable Duration roundTrip;
        private OptionalInt neighbours = OptionalInt.empty();
        private OptionalLong height = OptionalLong.empty();

        Questions(Connection peer, OptionalLong heads, Duration within, Consumer<List<KadPeer>> named) {
            this.peer = peer;
            this.heads = heads;
            this.within = within;
            this.deadline = Deadline.in(within, "the conversation");
            this.named = named;
        }

        @SuppressWarnings("FutureReturnValueIgnored") // closing the connection is all that is wanted
        Visit ask(InetSocketAddress at) {
            Failure failure = null;
            CompletableFuture<Void> told = new CompletableFuture<>();
            told.orTimeout(within.toNanos(), TimeUnit.NANOSECONDS).whenComplete((_, late) -> {
                if (late != null) {
                    peer.close();
                }
            });
            try {
                unlessUnsupported(() -> identify = peer.identify());
                unlessUnsupported(this::neighbours);
                unlessUnsupported(this::roundTrip);
                unlessUnsupported(this::head);
            } catch (DialException e) {
                failure = deadline.remaining() > 0 ? Failures.of(e) : Failure.TIMED_OUT;
            } finally {
                told.complete(null);
            }
            return new Visit(peer.remotePeer(), at, Optional.ofNullable(identify), Optional.ofNullable(roundTrip),
                    neighbours, height, Optional.ofNullable(failure));
        }

        private interface Question {
            void ask() throws DialException;
        }

        /// That a peer does not speak a protocol is no failure: none of them is required, and there are nodes without each.
        private void unlessUnsupported(Question question) throws DialException {
            deadline.check();
            try {
                question.ask();
            } catch (DialException.Unsupported e) {
                log.debug("{}: {}", peer.remoteAddress(), e.getMessage());
            }
        }

        /// Only of who says that it speaks ping: the question's bytes go out with the proposal, and who does not know what
        /// they are may hang up.
        private void roundTrip() throws DialException {
            if (identify != null && identify.protocols().contains(Ping.PROTOCOL)) {
                roundTrip = peer.ping();
            }
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

        private void head() throws DialException {
            if (heads.isPresent()) {
                height = peer.headHeight(heads.getAsLong());
            }
        }
    }
}
