package io.starkbeat.schemas.peer;

import io.starkbeat.schemas.codec.MillisecondTime;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// What a crawler saw of one peer in one round: the value of the topic `node-sightings`.
///
/// @param peerId          the peer, as base58
/// @param seenAt          when, in milliseconds, UTC
/// @param reachable       whether a connection was made and the Noise handshake proved the peer id
/// @param addresses       the multiaddrs under which it is known
/// @param network         the chain of its Kademlia protocol
/// @param agentVersion    what identify told, for example `juno/0.15.0`
/// @param protocolVersion what identify told
/// @param protocols       what identify told
/// @param clientType      the software, read from the agent version
/// @param clientVersion   its version, read from the agent version
/// @param blockHeight     the number of its newest block
/// @param roundTripMs     milliseconds, 0 or more
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
        @Nullable Double roundTripMs) {

    @SuppressWarnings("NullAway") // a record of an older version may lack a list
    public PeerSighting {
        Objects.requireNonNull(peerId, "peer_id is missing");
        seenAt = MillisecondTime.truncated(Objects.requireNonNull(seenAt, "seen_at is missing"));
        addresses = addresses == null ? List.of() : List.copyOf(addresses);
        protocols = protocols == null ? List.of() : List.copyOf(protocols);
        if (roundTripMs != null && !(roundTripMs >= 0 && Double.isFinite(roundTripMs))) {
            throw new IllegalArgumentException("round_trip_ms is no time: " + roundTripMs);
        }
    }
}
