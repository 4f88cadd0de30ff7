package io.starkbeat.crawler.crawl;

import io.starkbeat.crawler.libp2p.identify.Identify;
import io.starkbeat.crawler.libp2p.multiaddr.Multiaddr;
import io.starkbeat.schemas.peer.PeerSighting;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is remembered of a peer over rounds.
final class Acquaintance {
    /// Rounds whose outcome is remembered: a day at the usual interval.
    static final int ROUNDS = 48;
    /// Pathfinder locks out for 15 minutes whom it has evicted.
    private static final Duration FIRST_BACK_OFF = Duration.ofMinutes(15);
    private static final Duration LONGEST_BACK_OFF = Duration.ofHours(6);

    final Instant firstSeen;
    Instant lastHeard;
    @Nullable
    Instant lastReached;
    @Nullable
    InetSocketAddress provenAt;
    @Nullable
    String network;
    @Nullable
    String agentVersion;
    @Nullable
    String protocolVersion;
    List<String> protocols = List.of();
    @Nullable
    String clientType;
    @Nullable
    String clientVersion;
    @Nullable
    Long height;
    private int tried;
    /// The last rounds, the newest in the lowest bit: whether it was reached.
    private long reached;
    private int failedInRow;
    private long dueAt;

    Acquaintance(Instant firstSeen) {
        this.firstSeen = firstSeen;
        this.lastHeard = firstSeen;
    }

    void tried(boolean met) {
        tried = Math.min(ROUNDS, tried + 1);
        reached = (reached << 1 | (met ? 1 : 0)) & (1L << ROUNDS) - 1;
    }

    /// Its next dial waits after a refusal, and after a second failure of any other kind: one may be chance.
    ///
    /// @param now nanoseconds of a clock that never jumps
    void failed(boolean refused, long now) {
        failedInRow++;
        int steps = refused ? failedInRow : failedInRow - 1;
        if (steps > 0) {
            Duration wait = FIRST_BACK_OFF.multipliedBy(1L << Math.min(steps - 1, 10));
            dueAt = now + (wait.compareTo(LONGEST_BACK_OFF) < 0 ? wait : LONGEST_BACK_OFF).toNanos();
        }
    }

    void succeeded() {
        failedInRow = 0;
    }

    boolean backsOff(long now) {
        return failedInRow > 0 && dueAt != 0 && dueAt - now > 0;
    }

    void told(Identify identify) {
        ClientName client = ClientName.of(identify.agentVersion());
        network = ChainName.of(identify.protocols()).orElse(null);
        agentVersion = orNull(identify.agentVersion());
        protocolVersion = orNull(identify.protocolVersion());
        protocols = identify.protocols();
        clientType = client.type().orElse(null);
        clientVersion = client.version().orElse(null);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    boolean speaksStarknet() {
        return protocols.stream().anyMatch(protocol -> protocol.startsWith(ChainName.STARKNET));
    }

    /// How a round's record tells of it.
    ///
    /// @param met what it told in this round, if it was met
    PeerSighting sighting(String peer, Instant now, @Nullable Visit met, List<String> addresses) {
        return new PeerSighting(peer, now, met != null, addresses, network, agentVersion, protocolVersion, protocols,
                clientType, clientVersion,
                met == null || met.height().isEmpty() ? null : (Long) met.height().getAsLong(),
                met == null ? null : met.roundTrip().map(Acquaintance::millis).orElse(null),
                provenAt == null ? null : Multiaddr.tcp(provenAt).toString(), firstSeen, lastReached,
                met == null || met.neighbours().isEmpty() ? null : (Integer) met.neighbours().getAsInt(),
                Long.bitCount(reached), tried);
    }

    /// To a thousandth of a millisecond: more is noise.
    private static Double millis(Duration time) {
        return Math.round(time.toNanos() / 1e3) / 1e3;
    }

    /// What an earlier crawler wrote of it.
    static Acquaintance of(PeerSighting earlier, @Nullable InetSocketAddress provenAt) {
        Acquaintance known = new Acquaintance(earlier.firstSeen() == null ? earlier.seenAt() : earlier.firstSeen());
        known.lastHeard = earlier.seenAt();
        known.lastReached = earlier.lastReached();
        known.provenAt = provenAt;
        known.network = earlier.network();
        known.agentVersion = earlier.agentVersion();
        known.protocolVersion = earlier.protocolVersion();
        known.protocols = earlier.protocols();
        known.clientType = earlier.clientType();
        known.clientVersion = earlier.clientVersion();
        known.height = earlier.blockHeight();
        int rounds = earlier.roundsTried() == null ? 0 : Math.min(ROUNDS, earlier.roundsTried());
        int met = earlier.roundsReached() == null ? 0 : Math.min(rounds, earlier.roundsReached());
        // In which of them is not written; that the last was one of them is the likeliest.
        known.tried = rounds;
        known.reached = (1L << met) - 1;
        return known;
    }
}
