package io.starkbeat.crawler.walk;

import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.schemas.peer.PeerId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A peer that was named or met in this round.
final class Candidate {
    /// More would change nothing.
    private static final int REPORTERS = 4;
    private static final int ADDRESSES = 16;
    /// Characters. Addresses that can be dialled have fewer, and there are tens of thousands of them.
    private static final int ADDRESS_LENGTH = 256;

    final PeerId id;
    /// Where it was met, and what it says of where it listens.
    private final Set<String> own = new LinkedHashSet<>();
    /// What others say of where it is, what is not dialled included.
    private final Set<String> hearsay = new LinkedHashSet<>();
    final List<Door> doors = new ArrayList<>(2);
    private final List<Reporter> reporters = new ArrayList<>(2);
    /// The operator named it, or an earlier round met it.
    boolean trusted;
    boolean underWay;
    boolean met;
    int dials;
    @Nullable
    Failure failure;

    Candidate(PeerId id) {
        this.id = id;
    }

    void listens(Multiaddr address) {
        note(own, address);
    }

    void saidToListen(Multiaddr address) {
        note(hearsay, address);
    }

    private static void note(Set<String> addresses, Multiaddr address) {
        String text = address.withoutPeer().toString();
        if (addresses.size() < ADDRESSES && text.length() <= ADDRESS_LENGTH) {
            addresses.add(text);
        }
    }

    /// Its own ones first, so that no stranger's word takes their place.
    List<String> addresses() {
        return Stream.concat(own.stream(), hearsay.stream()).distinct().limit(ADDRESSES).toList();
    }

    void namedBy(Reporter reporter) {
        if (reporters.size() < REPORTERS && !reporters.contains(reporter)) {
            reporters.add(reporter);
        }
    }

    int reporters() {
        return reporters.size();
    }

    /// How many of its doors this reporter brought up or bore out.
    int doorsBy(Reporter reporter) {
        return (int) doors.stream().filter(door -> door.isClaimed(this, reporter)).count();
    }
}
