package io.starkbeat.query.dashboard;

import io.starkbeat.schemas.field.Coercion;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.node.Claim;
import io.starkbeat.schemas.node.CurrentSession;
import io.starkbeat.schemas.node.FieldTimes;
import io.starkbeat.schemas.node.NodeSource;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.peer.PeerSighting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A node of a painted network: what it says of itself, to be changed while somebody looks. Confined to one thread.
final class PaintedNode {
    /// How a gateway knows it.
    enum Standing {
        ONLINE,
        STALE,
        OFFLINE
    }

    final String nodeId;
    final String session;
    private final String addressKey;
    private final Map<Field, String> sent = new EnumMap<>(Field.class);
    private final Instant opened;
    private Standing standing = Standing.ONLINE;
    private @Nullable String country;
    private @Nullable String address;
    private List<NodeSource> sources = List.of(NodeSource.TELEMETRY);
    private boolean contested;
    private boolean verified;
    private boolean contradicted;
    private long revision;

    PaintedNode(String nodeId, Instant opened) {
        this.nodeId = nodeId;
        this.session = "s-" + nodeId;
        this.addressKey = "key-" + nodeId;
        this.opened = opened;
    }

    /// As the node sends it.
    PaintedNode says(Field field, Object value) {
        sent.put(field, String.valueOf(value));
        return this;
    }

    PaintedNode standing(Standing now) {
        standing = now;
        return this;
    }

    PaintedNode in(String newCountry) {
        country = newCountry;
        return this;
    }

    PaintedNode at(String newAddress) {
        address = newAddress;
        return this;
    }

    PaintedNode known(boolean isVerified, boolean isContested, NodeSource... from) {
        verified = isVerified;
        contested = isContested;
        sources = List.of(from);
        return this;
    }

    long height() {
        return Long.parseLong(sent.getOrDefault(Field.CURRENT_BLOCK_NUMBER_L2, "0"));
    }

    boolean isOnline() {
        return standing == Standing.ONLINE;
    }

    NodeState state(Instant now) {
        Fields.Builder fields = Fields.builder();
        sent.forEach((field, text) -> {
            Coercion.Accepted read = (Coercion.Accepted) (field.kind().isNumeric()
                    ? Coercion.ofNumber(field, text)
                    : Coercion.ofText(field, text));
            fields.put(read.field(), read.value());
        });
        Fields reported = fields.build();
        Instant heard = standing == Standing.STALE ? now.minus(Duration.ofMinutes(5)) : now;
        boolean ended = standing == Standing.OFFLINE;
        CurrentSession current = new CurrentSession(session, "gateway-1", addressKey, opened, heard,
                heard.minusMillis(35), now, ended);
        List<Claim> claims = new ArrayList<>();
        claims.add(
                new Claim("s-earlier-" + nodeId, opened.minusSeconds(3600), opened.minusSeconds(30), true, addressKey));
        claims.add(new Claim(session, opened, now, ended, addressKey));
        if (contested) {
            claims.add(new Claim("s-other-" + nodeId, opened.plusSeconds(5), now, false, "key-of-somebody-else"));
        }
        PeerSighting p2p = sources.contains(NodeSource.CRAWLER) ? met(now) : null;
        return new NodeState(nodeId, ++revision, reported, FieldTimes.NONE.after(reported, heard), country, address,
                current, claims, contested, verified, sources, opened.minusSeconds(3600), heard, p2p);
    }

    /// A crawler met it, and found it as it says, but for the version where it is not what it says.
    PaintedNode contradicted() {
        contradicted = true;
        return known(false, contested, NodeSource.TELEMETRY, NodeSource.CRAWLER);
    }

    private PeerSighting met(Instant now) {
        String client = sent.get(Field.CLIENT);
        String version = contradicted ? "99.1.0" : sent.get(Field.VERSION);
        Instant at = opened.plusSeconds(30).isBefore(now) ? opened.plusSeconds(30) : now;
        return new PeerSighting(nodeId, at, true, List.of("/ip4/" + address + "/tcp/7777"),
                sent.get(Field.NETWORK_NAME),
                client + "/" + version, null, List.of(), client, version, null, 41.5, "/ip4/" + address + "/tcp/7777",
                opened.minusSeconds(7200), at, 60, 47, 48);
    }
}
