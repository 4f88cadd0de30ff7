package io.starkbeat.query.picture;

import io.starkbeat.query.liveness.LastWords;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldGroup;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.node.CurrentSession;
import io.starkbeat.schemas.node.NodeSource;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.peer.PeerSighting;
import io.starkbeat.schemas.peer.ProvenAddress;
import io.starkbeat.schemas.peer.ProvenAddress.Likeness;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One node as telemetry and crawl together tell it: a pure function of its state. Immutable.
///
/// **Who speaks.** As long as the node's session is there, it says how the node is, and the crawl fills in what it does not
/// tell. When a crawler has met the node after its session was over (closed, or not vouched for for `OFFLINE_AFTER`), or it
/// never had one, the crawl says how it is. So the two never take turns. Of a session that is over only who the node is goes
/// on (its identity: name, client, …), since how far it was and what it measured is the past; and nothing at all where it was
/// not at the proven address, since then somebody else may have said it.
///
/// **The address** at which a handshake proved the peer id outranks the one that a gateway observed, unless they are the same
/// as far as recorded, or the handshake is from before the session and the node may have moved.
public final class NodePicture {
    private static final Set<Field> NONE = Set.copyOf(EnumSet.noneOf(Field.class));

    private final NodeState state;
    private final Fields fields;
    private final Set<Field> crawledFields;
    private final boolean crawlerSpeaks;
    private final @Nullable NodeAddress address;
    private final boolean crawledAddress;
    private final @Nullable String country;
    private final List<Contradiction> contradictions;

    /// The node as its state tells it.
    ///
    /// @param offlineAfter how long a session lasts without being vouched for (`OFFLINE_AFTER`)
    public static NodePicture of(NodeState state, Duration offlineAfter) {
        PeerSighting p2p = state.p2p();
        return p2p == null ? new NodePicture(state) : new NodePicture(state, p2p, offlineAfter);
    }

    private NodePicture(NodeState state) {
        this.state = state;
        fields = state.fields();
        crawledFields = NONE;
        crawlerSpeaks = false;
        address = NodeAddress.of(state.address());
        crawledAddress = false;
        country = state.country();
        contradictions = List.of();
    }

    private NodePicture(NodeState state, PeerSighting p2p, Duration offlineAfter) {
        this.state = state;
        Instant metAt = p2p.lastReached() == null ? p2p.seenAt() : p2p.lastReached();
        CurrentSession session = state.session();
        crawlerSpeaks = session == null || isOver(session, metAt, offlineAfter);
        boolean during = session != null && !crawlerSpeaks
                && Duration.between(metAt, session.connectedAt()).compareTo(offlineAfter) <= 0;

        ProvenAddress proof = ProvenAddress.of(p2p.provenAddress()).orElse(null);
        Likeness likeness = proof == null ? Likeness.UNKNOWN : proof.likeness(state.address());

        Fields crawled = CrawledFields.of(p2p);
        Fields reported = crawlerSpeaks ? lasting(state.fields(), likeness) : state.fields();
        fields = crawlerSpeaks ? reported.overlaidBy(crawled) : crawled.overlaidBy(reported);
        EnumSet<Field> fromCrawler = EnumSet.noneOf(Field.class);
        crawled.forEach((field, _) -> {
            if (crawlerSpeaks || !reported.has(field)) {
                fromCrawler.add(field);
            }
        });
        crawledFields = fromCrawler;

        NodeAddress observed = NodeAddress.of(state.address());
        NodeAddress proven = proof == null ? null : NodeAddress.of(proof.text());
        boolean outranked = crawlerSpeaks || proven != null && (during || observed == null);
        crawledAddress = outranked && likeness != Likeness.SAME;
        address = crawledAddress ? proven : observed;
        country = crawledAddress && (crawlerSpeaks || observed != null) ? null : state.country();
        contradictions = session != null && during
                ? Contradictions.of(state, session, crawled, metAt, likeness == Likeness.OTHER ? observed : null,
                        proven)
                : List.of();
    }

    /// Whether the session was over when the node was met. The crawler's clock is not the gateway's, hence no less than
    /// `OFFLINE_AFTER` of a session that may still be there.
    private static boolean isOver(CurrentSession session, Instant metAt, Duration offlineAfter) {
        Duration since = Duration.between(session.vouchedAt(), metAt);
        return session.ended() ? since.isPositive() : since.compareTo(offlineAfter) > 0;
    }

    /// What still counts of the fields of a session that is over.
    private static Fields lasting(Fields reported, Likeness likeness) {
        return likeness == Likeness.OTHER ? Fields.EMPTY : reported.only(FieldGroup.IDENTITY);
    }

    /// What the picture is made from.
    public NodeState state() {
        return state;
    }

    /// The fields, of both sources.
    public Fields fields() {
        return fields;
    }

    /// Who told a field that is known.
    public NodeSource source(Field field) {
        return crawledFields.contains(field) ? NodeSource.CRAWLER : NodeSource.TELEMETRY;
    }

    /// Where the node is; null when that is not known, or not shown.
    public @Nullable NodeAddress address() {
        return address;
    }

    /// Who told [#address()]: a crawler by a handshake, else a gateway that observed it.
    public NodeSource addressSource() {
        return crawledAddress ? NodeSource.CRAWLER : NodeSource.TELEMETRY;
    }

    /// ISO 3166-1 alpha-2; null when it is not known. Gateways look it up, so it is not that of another address.
    public @Nullable String country() {
        return country;
    }

    /// Whether a handshake proved the peer id, and the node is not known to report from elsewhere. Who reported from elsewhere
    /// and is gone does not count any more.
    public boolean verified() {
        return crawlerSpeaks || state.verified();
    }

    /// Whether the crawl says how the node is; else its session.
    public boolean crawlerSpeaks() {
        return crawlerSpeaks;
    }

    /// What decides the node's status: its session, or that a crawler met it.
    public LastWords lastWords() {
        PeerSighting p2p = state.p2p();
        return crawlerSpeaks && p2p != null ? LastWords.ofCrawl(p2p) : LastWords.of(state.session());
    }

    /// Whether the height that is told is that of a handshake: how far the node was then.
    public boolean isHeightCrawled() {
        return crawledFields.contains(Field.CURRENT_BLOCK_NUMBER_L2);
    }

    /// Those of the item's properties whose value a crawler told, by their names in the API and in its order.
    public Stream<String> crawledProperties() {
        Stream<String> ofAddress = crawledAddress && address != null ? Stream.of(address.name()) : Stream.empty();
        Stream<String> ofFields = Stream
                .of(Field.VERSION, Field.CLIENT, Field.CURRENT_BLOCK_NUMBER_L2, Field.NETWORK_NAME)
                .filter(crawledFields::contains)
                .map(Field::apiName);
        Stream<String> ofStatus = crawlerSpeaks ? Stream.of("status") : Stream.empty();
        return Stream.of(ofAddress, ofFields, ofStatus).flatMap(each -> each);
    }

    /// Where the two disagree.
    public List<Contradiction> contradictions() {
        return contradictions;
    }

    /// What stands for the address from which the height was told: nobody can tell two nodes at one address apart. Empty
    /// where it is not known.
    public String heightOrigin() {
        CurrentSession session = state.session();
        PeerSighting p2p = state.p2p();
        if (isHeightCrawled() && p2p != null) {
            return ProvenAddress.of(p2p.provenAddress()).map(ProvenAddress::network).orElse("");
        }
        String key = session == null ? null : session.addressKey();
        return key == null ? "" : key;
    }
}
