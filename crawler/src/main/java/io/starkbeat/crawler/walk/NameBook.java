package io.starkbeat.crawler.walk;

import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The names that were said to lead to peers. Each is looked up once a round at most, and few on one peer's word: questions
/// about names go to their owners' servers, whoever those are.
final class NameBook {
    private static final int LOOKUPS_BY_REPORTER = 8;
    private static final int NAMES = 1_000;
    private static final int WAITING_FOR_NAME = 8;

    private final Map<Multiaddr, Entry> names = new HashMap<>();
    private final Deque<Step.Lookup> open = new ArrayDeque<>();

    /// Who hopes to be found behind a name.
    ///
    /// @param peer     nobody in particular if null
    /// @param reporter the operator if null
    record Hope(@Nullable Candidate peer, @Nullable Reporter reporter) {}

    private static final class Entry {
        final List<Hope> hopes = new ArrayList<>(1);
        List<Target> targets = List.of();
        boolean known;
    }

    /// Notes a name.
    ///
    /// @return what is known of it already
    List<Target> hope(Multiaddr name, Hope hope) {
        Entry entry = names.get(name);
        if (entry == null) {
            if (names.size() == NAMES || !mayAsk(hope.reporter)) {
                return List.of();
            }
            entry = new Entry();
            names.put(name, entry);
            open.add(new Step.Lookup(name));
        }
        if (!entry.known && entry.hopes.size() < WAITING_FOR_NAME) {
            entry.hopes.add(hope);
        }
        return entry.targets;
    }

    private static boolean mayAsk(@Nullable Reporter reporter) {
        return reporter == null || reporter.lookups++ < LOOKUPS_BY_REPORTER;
    }

    Step.@Nullable Lookup next() {
        return open.poll();
    }

    /// Takes an answer.
    ///
    /// @return who hoped for it
    List<Hope> answered(Multiaddr name, List<Target> targets) {
        Entry entry = names.get(name);
        if (entry == null) {
            return List.of();
        }
        entry.known = true;
        entry.targets = List.copyOf(targets);
        List<Hope> hopes = List.copyOf(entry.hopes);
        entry.hopes.clear();
        return hopes;
    }
}
