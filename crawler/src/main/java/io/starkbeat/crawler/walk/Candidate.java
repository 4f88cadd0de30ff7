package io.starkbeat.crawler.walk;

import io.starkbeat.schemas.peer.PeerId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A peer that was named or met in this round.
final class Candidate {
    /// More would change nothing.
    private static final int REPORTERS = 4;

    final PeerId id;
    /// All that was said of where it is, what is not dialled included.
    final Set<String> addresses = new LinkedHashSet<>();
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
