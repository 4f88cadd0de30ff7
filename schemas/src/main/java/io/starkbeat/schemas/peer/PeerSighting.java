package io.starkbeat.schemas.peer;

import io.starkbeat.schemas.codec.MillisecondTime;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// What a crawler saw of one peer in one round: the value of the topic `node-sightings`. Of a peer that it did not reach in
/// this round it repeats what the peer told of itself when it last did.
///
/// @param peerId          the peer, as base58
/// @param seenAt          when, in milliseconds, UTC
/// @param reachable       whether in this round a connection was made and the Noise handshake proved the peer id
/// @param addresses       the multiaddrs under which it is known: hearsay, its own and others'
/// @param network         the chain of its Kademlia protocol
/// @param agentVersion    what identify told, for example `juno/0.15.0`
/// @param protocolVersion what identify told
/// @param protocols       what identify told
/// @param clientType      the software, read from the agent version
/// @param clientVersion   its version, read from the agent version
/// @param blockHeight     the number of its newest block, asked in this round
/// @param roundTripMs     milliseconds, 0 or more, measured in this round
/// @param provenAddress   the multiaddr, an IP address and a TCP port, at which the handshake proved the peer id, at
///                        `lastReached`; no hearsay
/// @param firstSeen       when it was first heard of, as far back as crawlers remember; in milliseconds, UTC
/// @param lastReached     when a handshake last proved it, in milliseconds, UTC; absent if none has
/// @param neighbours      how many distinct peers it named in this round
/// @param roundsReached   in how many of `roundsTried` it was reached
/// @param roundsTried     in how many rounds it was dialled, of the last ones that the crawler remembers
public record PeerSighting(
        String peerId,
        Instant seenAt,
        boolean reachable,
        List<String> addresses,
        @Nullable String network,
        @Nullable String agentVersion,
        @Nullable String protocolVersion,
        List<String> protocols,
        @Nullable String clientType,
        @Nullable String clientVersion,
        @Nullable Long blockHeight,
        @Nullable Double roundTripMs,
        @Nullable String provenAddress,
        @Nullable Instant firstSeen,
        @Nullable Instant lastReached,
        @Nullable Integer neighbours,
        @Nullable Integer roundsReached,
        @Nullable Integer roundsTried) {

    @SuppressWarnings("NullAway") // a record of an older version may lack a list
    public PeerSighting {
        Objects.requireNonNull(peerId, "peer_id is missing");
        seenAt = MillisecondTime.truncated(Objects.requireNonNull(seenAt, "seen_at is missing"));
        addresses = addresses == null ? List.of() : List.copyOf(addresses);
        protocols = protocols == null ? List.of() : List.copyOf(protocols);
        if (roundTripMs != null && !(roundTripMs >= 0 && Double.isFinite(roundTripMs))) {
            throw new IllegalArgumentException("round_trip_ms is no time: " + roundTripMs);
        }
        firstSeen = firstSeen == null ? null : MillisecondTime.truncated(firstSeen);
        lastReached = lastReached == null ? null : MillisecondTime.truncated(lastReached);
        notNegative("neighbours", neighbours);
        notNegative("rounds_reached", roundsReached);
        notNegative("rounds_tried", roundsTried);
    }

    /// A sighting that tells nothing of its neighbours, nor of other rounds.
    public PeerSighting(String peerId, Instant seenAt, boolean reachable, List<String> addresses,
            @Nullable String network, @Nullable String agentVersion, @Nullable String protocolVersion,
            List<String> protocols, @Nullable String clientType, @Nullable String clientVersion,
            @Nullable Long blockHeight, @Nullable Double roundTripMs) {
        this(peerId, seenAt, reachable, addresses, network, agentVersion, protocolVersion, protocols, clientType,
                clientVersion, blockHeight, roundTripMs, null, null, null, null, null, null);
    }

    /// The same with other addresses, for who may not record all of them.
    public PeerSighting withAddresses(List<String> newAddresses, @Nullable String newProvenAddress) {
        return new PeerSighting(peerId, seenAt, reachable, newAddresses, network, agentVersion, protocolVersion,
                protocols,
                clientType, clientVersion, blockHeight, roundTripMs, newProvenAddress, firstSeen, lastReached,
                neighbours,
                roundsReached, roundsTried);
    }

    private static void notNegative(String name, @Nullable Integer count) {
        if (count != null && count < 0) {
            throw new IllegalArgumentException(name + " is no count: " + count);
        }
    }
}
