package io.starkbeat.crawler.crawl;

import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.crawler.libp2p.multiaddr.Place;
import io.starkbeat.crawler.walk.Failure;
import io.starkbeat.crawler.walk.Heard;
import io.starkbeat.schemas.peer.PeerId;
import io.starkbeat.schemas.peer.PeerSighting;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// What a crawler remembers of a network's peers from round to round. Bounded: who was never met is forgotten first. For one
/// thread at a time.
public final class Chronicle {
    /// Who has not been heard of for so long is forgotten.
    private static final Duration KEEP = Duration.ofDays(7);
    /// The heights of so many peers tell where to look for the next one's; their median, which one liar does not move.
    private static final int HEIGHTS = 15;

    private final int most;
    private final Map<PeerId, Acquaintance> peers = new HashMap<>();
    private final Deque<Long> heights = new ArrayDeque<>();

    /// @param most peers that are remembered
    public Chronicle(int most) {
        this.most = most;
    }

    /// Takes over what a crawler wrote before.
    public void recall(PeerSighting earlier) {
        Optional<PeerId> peer = PeerId.parse(earlier.peerId());
        if (peer.isPresent() && (peers.containsKey(peer.get()) || peers.size() < most)) {
            peers.put(peer.get(), Acquaintance.of(earlier, socket(earlier.provenAddress())));
        }
    }

    private static @Nullable InetSocketAddress socket(@Nullable String address) {
        try {
            return address != null && Multiaddr.parse(address).place().orElse(null) instanceof Place.Socket socket
                    ? socket.address()
                    : null;
        } catch (IllegalArgumentException e) {
            // Anyone may write to a topic. What is no address proves nothing.
            return null;
        }
    }

    /// Whether it is not yet a peer's turn after failures.
    ///
    /// @param now nanoseconds of a clock that never jumps
    boolean backsOff(PeerId peer, long now) {
        Acquaintance known = peers.get(peer);
        return known != null && known.backsOff(now);
    }

    /// Those that were met once and whose turn it is, with the place.
    void due(long now, BiConsumer<PeerId, InetSocketAddress> to) {
        peers.forEach((peer, known) -> {
            if (known.provenAt != null && !known.backsOff(now)) {
                to.accept(peer, known.provenAt);
            }
        });
    }

    /// Where to begin to look for a peer's newest block.
    OptionalLong lastHeight(PeerId peer) {
        Acquaintance known = peers.get(peer);
        if (known != null && known.height != null) {
            return OptionalLong.of(known.height);
        }
        return OptionalLong.of(heights.stream().sorted().skip(heights.size() / 2).findFirst().orElse(0L));
    }

    /// A peer was met.
    Sighted met(Visit visit, Instant when, long now, List<String> addresses) {
        Acquaintance known = acquaintance(visit.peer(), when);
        known.lastHeard = when;
        known.lastReached = when;
        known.provenAt = visit.at();
        visit.identify().ifPresent(known::told);
        visit.height().ifPresent(height -> {
            known.height = height;
            heights.add(height);
            if (heights.size() > HEIGHTS) {
                heights.remove();
            }
        });
        known.tried(true);
        if (visit.identify().isEmpty() && visit.failure().filter(Failure.ENDED::equals).isPresent()) {
            // It let us in and threw us out.
            known.failed(true, now);
        } else {
            known.succeeded();
        }
        return new Sighted(known.sighting(visit.peer().toString(), when, visit, addresses), known.speaksStarknet());
    }

    /// A peer was named, or expected, and not met.
    Sighted notMet(Heard heard, Instant when, long now) {
        Acquaintance known = acquaintance(heard.peer(), when);
        if (heard.reporters() > 0) {
            known.lastHeard = when;
        }
        // That we ran out of time is not its failure.
        if (heard.dialled() && heard.failure().filter(Failure.CUT_SHORT::equals).isEmpty()) {
            known.tried(false);
            known.failed(heard.failure().filter(Chronicle::isRefusal).isPresent(), now);
        }
        boolean vouched = known.lastReached == null
                ? heard.trusted() || heard.reporters() > 1
                : known.speaksStarknet();
        return new Sighted(known.sighting(heard.peer().toString(), when, null, heard.addresses()), vouched);
    }

    private static boolean isRefusal(Failure failure) {
        return failure == Failure.REFUSED || failure == Failure.ENDED;
    }

    private Acquaintance acquaintance(PeerId peer, Instant when) {
        Acquaintance known = peers.get(peer);
        if (known == null) {
            known = new Acquaintance(when);
            peers.put(peer, known);
        }
        return known;
    }

    /// Forgets what is too old, and what is too much.
    void tidy(Instant when) {
        peers.values().removeIf(known -> known.lastHeard.isBefore(when.minus(KEEP)));
        if (peers.size() > most) {
            peers.entrySet().stream()
                    .sorted(Comparator
                            .comparing((Map.Entry<PeerId, Acquaintance> entry) -> entry.getValue().lastReached,
                                    Comparator.nullsFirst(Comparator.naturalOrder()))
                            .thenComparing(entry -> entry.getValue().lastHeard))
                    .limit(peers.size() - most).map(Map.Entry::getKey).toList().forEach(peers::remove);
        }
    }

    int size() {
        return peers.size();
    }
}
