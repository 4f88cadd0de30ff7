package io.starkbeat.query;

import io.starkbeat.schemas.peer.PeerSighting;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a crawler found of a node, for tests: it met it at noon and learnt nothing, and what tests change about that.
public final class Met {
    private Instant at = TestNodes.NOON;
    private @Nullable Instant awayAt;
    private @Nullable String network;
    private @Nullable String client;
    private @Nullable String version;
    private @Nullable String address;
    private @Nullable Long height;

    public Met at(Instant met) {
        at = met;
        return this;
    }

    /// It was looked for again later, and was not there.
    public Met awayAt(Instant lookedFor) {
        awayAt = lookedFor;
        return this;
    }

    public Met network(String name, long itsHeight) {
        network = name;
        height = itsHeight;
        return this;
    }

    public Met client(String type, String itsVersion) {
        client = type;
        version = itsVersion;
        return this;
    }

    /// @param multiaddr where its peer id was proved
    public Met address(String multiaddr) {
        address = multiaddr;
        return this;
    }

    /// As node states carry it.
    PeerSighting sighting(String peerId) {
        return new PeerSighting(peerId, awayAt == null ? at : awayAt, awayAt == null,
                address == null ? List.of() : List.of(address), network, client + "/" + version, null, List.of(),
                client,
                version, height, null, address, at.minusSeconds(3600), at, null, null, null);
    }
}
