package io.starkbeat.aggregator.fold;

import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldGroup;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.peer.PeerSighting;
import io.starkbeat.schemas.session.NodeReport;
import io.starkbeat.schemas.session.SessionAlive;
import io.starkbeat.schemas.session.SessionClosed;
import io.starkbeat.schemas.session.SessionEvent;
import io.starkbeat.schemas.session.SessionOpened;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// Arbitrary logs of one partition, as gateways and crawlers could write them: a few peer ids with several sessions each,
/// sockets that hang on while their node reconnects, impostors at other addresses, names that come late or are no peer
/// ids, lost records, gateways that die without a word, clocks that differ.
final class TelemetryLogs {
    static final List<String> PEERS = List.of(Events.PEER, "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp");

    private static final String HERE = "192.0.2.1";
    private static final String ELSEWHERE = "203.0.113.9";

    /// Who opens sockets.
    ///
    /// @param names   what it says its peer id is; null when it says none, and `late` names it later
    /// @param address its address key
    /// @param ip      where it reports from; null where that is not recorded
    /// @param skew    how many ms the clock of its gateway is fast
    private record Actor(String names, String late, String address, String ip, int skew) {}

    private static final List<Actor> ACTORS = List.of(
            new Actor(PEERS.get(0), null, "home", HERE, 0),
            new Actor(PEERS.get(0), null, "home", HERE, -1500),
            new Actor(PEERS.get(0), null, "impostor-1", ELSEWHERE, -3000),
            new Actor(PEERS.get(0), null, "impostor-2", null, 700),
            new Actor(PEERS.get(1), null, "other", ELSEWHERE, 0),
            new Actor(PEERS.get(1), null, "impostor-1", HERE, 0),
            new Actor(null, PEERS.get(1), "late", null, 0),
            new Actor(null, null, "nameless", HERE, 0),
            new Actor("not a peer id", null, "confused", HERE, 0));

    private static final int LATE = 6;

    private enum Action {
        OPEN, REPORT, ALIVE, CLOSE, LOSE, NAME, SIGHT
    }

    /// @param pause seconds since the step before
    /// @param which of the actor's open sockets; of a sighting how late it is told
    /// @param kind  of a sighting
    private record Step(Action action, int actor, int pause, int which, int kind) {}

    /// What happened, in the order of the log.
    record Log(List<LogRecord> records) {
        List<SessionEvent> telemetry() {
            List<SessionEvent> events = new ArrayList<>();
            for (LogRecord each : records) {
                if (each instanceof LogRecord.Telemetry(SessionEvent event)) {
                    events.add(event);
                }
            }
            return events;
        }
    }

    private TelemetryLogs() {}

    static Arbitrary<Log> logs(int steps) {
        Arbitrary<Action> actions = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.just(Action.OPEN)),
                Tuple.of(8, Arbitraries.just(Action.REPORT)),
                Tuple.of(3, Arbitraries.just(Action.ALIVE)),
                Tuple.of(3, Arbitraries.just(Action.CLOSE)),
                Tuple.of(1, Arbitraries.just(Action.LOSE)),
                Tuple.of(2, Arbitraries.just(Action.NAME)),
                Tuple.of(2, Arbitraries.just(Action.SIGHT)));
        // Mostly lively; sometimes so long that who is not vouched for is given up.
        Arbitrary<Integer> pauses = Arbitraries.frequencyOf(
                Tuple.of(12, Arbitraries.integers().between(0, 8)),
                Tuple.of(2, Arbitraries.integers().between(30, 85)),
                Tuple.of(1, Arbitraries.integers().between(91, 4000)));
        return Combinators
                .combine(actions, Arbitraries.integers().between(0, ACTORS.size() - 1), pauses,
                        Arbitraries.integers().between(0, 3), Arbitraries.integers().between(0, 5))
                .as(Step::new).list().ofMinSize(1).ofMaxSize(steps).map(TelemetryLogs::play);
    }

    private static Log play(List<Step> steps) {
        Play play = new Play();
        steps.forEach(play::step);
        return new Log(List.copyOf(play.log));
    }

    /// One socket's session, as its gateway keeps it.
    private static final class Socket {
        private final String session;
        private final Actor actor;
        private final Instant opened;
        private String named;
        private Fields known = Fields.EMPTY;
        private long seq;

        private Socket(String session, Actor actor, String named, Instant opened) {
            this.session = session;
            this.actor = actor;
            this.named = named;
            this.opened = opened;
        }
    }

    private static final class Play {
        private final List<LogRecord> log = new ArrayList<>();
        private final Map<Integer, List<Socket>> open = new HashMap<>();
        private Instant now = Events.START;
        private int sessions;

        private void step(Step step) {
            now = now.plusSeconds(step.pause());
            // Only one has a name to tell late.
            int who = step.action() == Action.NAME ? LATE : step.actor();
            Actor actor = ACTORS.get(who);
            List<Socket> sockets = open.computeIfAbsent(who, _ -> new ArrayList<>());
            if (step.action() == Action.SIGHT) {
                // Some rounds are told late.
                log.add(new LogRecord.Crawl(sighting(PEERS.get(step.actor() % PEERS.size()),
                        now.minusSeconds(step.which() * 30L), step.kind())));
                return;
            }
            if (step.action() == Action.OPEN || sockets.isEmpty()) {
                open(actor, sockets, actor.names(), Fields.EMPTY, null);
                return;
            }
            Socket socket = sockets.get(step.which() % sockets.size());
            switch (step.action()) {
                case REPORT -> report(socket, fields(step));
                case ALIVE -> add(new SessionAlive(socket.session, socket.seq++, at(actor), "g", actor.ip(),
                        actor.address(), "GR", null, null, socket.opened,
                        step.which() == 0 ? socket.known : socket.known.only(FieldGroup.IDENTITY),
                        null));
                case CLOSE -> {
                    sockets.remove(socket);
                    add(new SessionClosed(socket.session, socket.seq++, at(actor), "g", 1000, null, null));
                }
                case LOSE -> socket.seq += 2;
                case NAME -> name(socket, sockets, step.which() < 2);
                default -> throw new IllegalStateException("done above: " + step.action());
            }
        }

        private void open(Actor actor, List<Socket> sockets, String named, Fields known, String continues) {
            Socket socket = new Socket("s" + sessions++, actor, named, at(actor));
            sockets.add(socket);
            socket.known = known;
            add(new SessionOpened(socket.session, socket.seq++, at(actor), "g", actor.ip(), actor.address(), "GR",
                    null,
                    null, known, continues));
            report(socket, named == null ? Events.block(sessions) : Events.identity(named));
        }

        private void report(Socket socket, Fields fields) {
            socket.known = socket.known.overlaidBy(fields);
            // Nodes' clocks go as they like; every third report tells nothing of it.
            Instant reportedAt = log.size() % 3 == 0 ? null : at(socket.actor).minusSeconds(log.size() * 1_000_003L);
            add(new NodeReport(socket.session, socket.seq++, at(socket.actor), "g", reportedAt, "spec-flat", fields,
                    null));
        }

        private void name(Socket socket, List<Socket> sockets, boolean goesOn) {
            String late = socket.actor.late();
            if (late == null || socket.named != null) {
                return;
            }
            if (goesOn) {
                // Not our gateways' way, but another writer's: the same session goes on.
                socket.named = late;
                report(socket, Events.identity(late));
                return;
            }
            sockets.remove(socket);
            add(new SessionClosed(socket.session, socket.seq++, at(socket.actor), "g", 1000,
                    SessionClosed.IDENTIFIED, "s" + sessions));
            open(socket.actor, sockets, late,
                    socket.known.overlaidBy(Fields.of(Field.PEER_ID, new FieldValue.Text(late))), socket.session);
        }

        private Fields fields(Step step) {
            return switch (step.which()) {
                case 0 -> Events.block(log.size());
                case 1 -> Events.cpu(log.size());
                case 2 -> Fields.of(Field.PEER_COUNT, new FieldValue.Whole(log.size()));
                default -> Fields.EMPTY;
            };
        }

        private Instant at(Actor actor) {
            return now.plusMillis(actor.skew());
        }

        private void add(SessionEvent event) {
            log.add(new LogRecord.Telemetry(event));
        }
    }

    /// Met, away and remembered, or only heard of; here or elsewhere, whichever peer it is. Some crawlers remember when they
    /// last reached a peer, and some do not.
    private static PeerSighting sighting(String peer, Instant seenAt, int kind) {
        boolean reachable = kind < 3;
        boolean told = kind < 5;
        String proven = "/ip4/" + (kind % 2 == 0 ? HERE : ELSEWHERE) + "/tcp/7777";
        Instant lastReached = kind == 2 || !told ? null : seenAt.minusSeconds(reachable ? 0 : 50);
        return new PeerSighting(peer, seenAt, reachable, List.of("/ip4/192.0.2.1/tcp/7777"), told ? "SN_MAIN" : null,
                told ? "juno/0." + seenAt.getEpochSecond() % 7 : null, null, List.of(), null, null,
                reachable ? Long.valueOf(seenAt.getEpochSecond()) : null, null, told ? proven : null,
                told ? seenAt.minusSeconds(100) : null, lastReached, null, null, null);
    }
}
