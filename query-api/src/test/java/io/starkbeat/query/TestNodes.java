package io.starkbeat.query;

import io.starkbeat.query.catalog.ListAges;
import io.starkbeat.schemas.field.Coercion;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.node.Claim;
import io.starkbeat.schemas.node.CurrentSession;
import io.starkbeat.schemas.node.FieldTimes;
import io.starkbeat.schemas.node.NodeSource;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.peer.PeerSighting;
import io.starkbeat.schemas.peer.ProvenAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Node states for tests: a node that was heard of at noon, and what tests change about it.
public final class TestNodes {
    public static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    /// Lists that are told anew whenever somebody asks and something has changed, but for coded ones, as in service.
    public static final ListAges AGES = new ListAges(Duration.ZERO, Duration.ofMillis(250));

    private final String nodeId;
    private final Fields.Builder fields = Fields.builder();
    private String addressKey = "key-1";
    private Instant heard = NOON;
    private boolean ended;
    private @Nullable String address;
    private @Nullable Instant reportedAt;
    private @Nullable Instant told;
    private @Nullable String country;
    private List<NodeSource> sources = List.of(NodeSource.TELEMETRY);
    private @Nullable PeerSighting met;
    private boolean reports = true;

    private TestNodes(String nodeId) {
        this.nodeId = nodeId;
    }

    public static TestNodes node(String nodeId) {
        return new TestNodes(nodeId);
    }

    /// As a node would send it.
    public TestNodes with(Field field, String sent) {
        Coercion.Accepted read = (Coercion.Accepted) (field.kind().isNumeric()
                ? Coercion.ofNumber(field, sent)
                : Coercion.ofText(field, sent));
        fields.put(read.field(), read.value());
        return this;
    }

    public TestNodes at(String network, long height) {
        return with(Field.NETWORK_NAME, network)
                .with(Field.CURRENT_BLOCK_NUMBER_L2, Long.toUnsignedString(height));
    }

    public TestNodes from(String addressKey) {
        this.addressKey = addressKey;
        return this;
    }

    public TestNodes address(String address) {
        this.address = address;
        return this;
    }

    public TestNodes country(String country) {
        this.country = country;
        return this;
    }

    public TestNodes sources(NodeSource... sources) {
        this.sources = List.of(sources);
        return this;
    }

    /// A crawler met it too.
    public TestNodes met(Met met) {
        this.met = met.sighting(nodeId);
        return sources(NodeSource.TELEMETRY, NodeSource.CRAWLER);
    }

    /// It reports nothing: only a crawler met it.
    public TestNodes onlyMet(Met met) {
        reports = false;
        this.met = met.sighting(nodeId);
        return sources(NodeSource.CRAWLER);
    }

    public TestNodes heard(Instant heard) {
        this.heard = heard;
        return this;
    }

    /// What its clock said when it last reported.
    public TestNodes reportedAt(Instant reportedAt) {
        this.reportedAt = reportedAt;
        return this;
    }

    /// When it reported all that it has reported; else when it was heard of.
    public TestNodes told(Instant told) {
        this.told = told;
        return this;
    }

    public TestNodes ended() {
        ended = true;
        return this;
    }

    public NodeState state() {
        if (met != null && !reports) {
            return new NodeState(nodeId, 1, Fields.EMPTY, FieldTimes.NONE, null, null, null, List.of(), false, true,
                    sources, firstSeen(met), null, met);
        }
        Fields reported = fields.build();
        CurrentSession session = new CurrentSession("s-" + nodeId, "gateway-1", addressKey, heard.minusSeconds(60),
                heard, reportedAt, heard, ended);
        return new NodeState(nodeId, 3, reported, FieldTimes.NONE.after(reported, told == null ? heard : told), country,
                address, session,
                List.of(new Claim(session.id(), session.connectedAt(), heard, ended, addressKey)), false,
                met != null && isWhereItReports(met), sources, firstSeen(), heard, met);
    }

    /// As the fold has it: of both the earlier.
    private Instant firstSeen() {
        Instant connected = heard.minusSeconds(60);
        return met != null && firstSeen(met).isBefore(connected) ? firstSeen(met) : connected;
    }

    private static Instant firstSeen(PeerSighting sighting) {
        return sighting.firstSeen() == null ? sighting.seenAt() : sighting.firstSeen();
    }

    private boolean isWhereItReports(PeerSighting sighting) {
        return ProvenAddress.of(sighting.provenAddress())
                .map(proven -> proven.likeness(address) != ProvenAddress.Likeness.OTHER).orElse(true);
    }
}
