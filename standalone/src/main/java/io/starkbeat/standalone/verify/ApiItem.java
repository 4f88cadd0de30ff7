package io.starkbeat.standalone.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.starkbeat.schemas.field.Coercion;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldGroup;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.node.Claim;
import io.starkbeat.schemas.node.CurrentSession;
import io.starkbeat.schemas.node.NodeSource;
import io.starkbeat.schemas.node.NodeState;
import io.starkbeat.schemas.peer.PeerSighting;
import io.starkbeat.schemas.peer.ProvenAddress;
import io.starkbeat.schemas.peer.ProvenAddress.Likeness;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an item of `GET /api/nodes` has to say of a node's state, read from the contract anew: nothing here is shared with
/// the API's own code, so that a fault there shows.
///
/// What depends on the present is checked as far as the state decides it: `status` is one of the three, and `offline` when
/// the session has ended and no crawler met the node since; `lag` is no negative number. Where telemetry and crawl both tell
/// something, which of them the API has to show follows from when the session was over, see [#crawlerSpeaks]. What it calls
/// contradicted is not checked.
final class ApiItem {
    /// Names in the API by the field of the record that they show. The first seven stand in the specification's response
    /// schema, beside `nodeId` and `nodeIp`.
    private static final Map<String, Field> SHOWN = Map.ofEntries(Map.entry("nodeName", Field.NAME),
            Map.entry("nodeClientVersion", Field.VERSION), Map.entry("nodeClientType", Field.CLIENT),
            Map.entry("cpuUsage", Field.CPU_USAGE), Map.entry("memoryUsage", Field.MEMORY_USAGE),
            Map.entry("networkTraffic", Field.NETWORK_TRAFFIC),
            Map.entry("blockHeight", Field.CURRENT_BLOCK_NUMBER_L2), Map.entry("network", Field.NETWORK_NAME),
            Map.entry("capability", Field.CAPABILITY), Map.entry("blockHash", Field.CURRENT_BLOCK_HASH_L2),
            Map.entry("peerCount", Field.PEER_COUNT), Map.entry("nodeUptime", Field.NODE_UPTIME),
            Map.entry("storageUsage", Field.STORAGE_USAGE));
    private static final Set<String> PERCENTAGES = Set.of("cpuUsage", "memoryUsage", "storageUsage");
    private static final Set<String> ALWAYS_COMPARED = Set.of("nodeId", "nodeIp", "nodeIpv6", "lastSeen", "country",
            "verified", "contested", "sources", "fromCrawler");
    private static final Set<String> STATUSES = Set.of("online", "stale", "offline");

    private ApiItem() {}

    /// What is wrong with an item.
    ///
    /// @param expected what it has to say
    /// @param actual   what it says; empty when it lacks the property
    record Fault(String property, String expected, String actual) {}

    /// The faults of an item, by property.
    ///
    /// @param offlineAfter how long a session lasts without being vouched for (`OFFLINE_AFTER`)
    static Map<String, Fault> faults(NodeState state, Duration offlineAfter, JsonNode item) {
        Map<String, Fault> faults = new TreeMap<>();
        Map<String, String> expected = expected(state, offlineAfter);
        Set<String> compared = new TreeSet<>(ALWAYS_COMPARED);
        compared.addAll(SHOWN.keySet());
        for (String property : compared) {
            String should = expected.getOrDefault(property, "");
            String is = property.equals("lastSeen") ? timeOf(item.path(property)) : text(item.path(property));
            if (!should.equals(is)) {
                faults.put(property, new Fault(property, should, is));
            }
        }
        String status = text(item.path("status"));
        CurrentSession session = state.session();
        boolean over = (session == null || session.ended()) && !crawlerSpeaks(state, offlineAfter);
        if (!STATUSES.contains(status) || over && !status.equals("offline")) {
            faults.put("status", new Fault("status", over ? "offline" : "online, stale or offline", status));
        }
        String lag = text(item.path("lag"));
        if (!lag.isEmpty() && !lag.matches("\\d+")) {
            faults.put("lag", new Fault("lag", "0 or more", lag));
        }
        return faults;
    }

    /// What an item says of a field of `node-state`, called by its place there; empty when it does not show it.
    static Optional<String> shown(String place, JsonNode item) {
        return SHOWN.entrySet()
                .stream()
                .filter(entry -> place.equals("fields." + entry.getValue().kafkaName()))
                .map(entry -> text(item.path(entry.getKey())))
                .findFirst()
                .or(() -> ALWAYS_COMPARED.contains(place) ? Optional.of(text(item.path(place))) : Optional.empty());
    }

    /// Whether the crawl says how the node is: it was met after its session was closed, or when nobody had vouched for it
    /// for `OFFLINE_AFTER`, or it never had one.
    private static boolean crawlerSpeaks(NodeState state, Duration offlineAfter) {
        CurrentSession session = state.session();
        Instant met = state.p2p() == null ? null : state.p2p().lastReached();
        if (met == null || session == null) {
            return state.p2p() != null && session == null;
        }
        Duration since = Duration.between(session.vouchedAt(), met);
        return session.ended() ? since.isPositive() : since.compareTo(offlineAfter) > 0;
    }

    private static Map<String, String> expected(NodeState state, Duration offlineAfter) {
        Map<String, String> expected = new TreeMap<>();
        expected.put("nodeId", state.nodeId());
        boolean over = crawlerSpeaks(state, offlineAfter);
        Likeness likeness = likeness(state);
        SHOWN.forEach((property, field) -> {
            FieldValue value = state.fields().get(field);
            boolean past = over && (field.group() != FieldGroup.IDENTITY || likeness == Likeness.OTHER);
            if (value != null && !past && !(PERCENTAGES.contains(property) && isOutOfRange(value))) {
                expected.put(property, value.toString());
            }
        });
        PeerSighting p2p = state.p2p();
        boolean outranked = p2p != null && isAddressOutranked(state, p2p, over, likeness, offlineAfter);
        if (state.country() != null && !(outranked && (over || state.address() != null))) {
            expected.put("country", state.country());
        }
        Set<String> crawled = new TreeSet<>();
        if (p2p != null) {
            crawled.addAll(putCrawled(p2p, over, expected));
        }
        if (outranked) {
            proven(state).map(ProvenAddress::text).flatMap(text -> putAddress(text, expected)).ifPresent(crawled::add);
        } else {
            putAddress(state.address(), expected);
        }
        if (over) {
            crawled.add("status");
        }
        if (!crawled.isEmpty()) {
            expected.put("fromCrawler", String.join(", ", crawled));
        }
        expected.put("lastSeen", lastWord(state).toString());
        expected.put("verified", String.valueOf(state.verified() || over));
        expected.put("contested", String.valueOf(state.contested()));
        if (!state.sources().isEmpty()) {
            expected.put("sources", state.sources().stream().map(NodeSource::key).sorted()
                    .collect(Collectors.joining(", ")));
        }
        return expected;
    }

    private static Optional<ProvenAddress> proven(NodeState state) {
        return Optional.ofNullable(state.p2p()).flatMap(met -> ProvenAddress.of(met.provenAddress()));
    }

    private static Likeness likeness(NodeState state) {
        return proven(state).map(proof -> proof.likeness(state.address())).orElse(Likeness.UNKNOWN);
    }

    /// Whether the address that a gateway observed is not shown: it is not that at which a handshake proved the peer id, and
    /// the session is over; or it goes on, and there was a handshake since it began, or nothing is observed.
    private static boolean isAddressOutranked(NodeState state, PeerSighting p2p, boolean over, Likeness likeness,
            Duration offlineAfter) {
        if (likeness == Likeness.SAME) {
            return false;
        }
        CurrentSession session = state.session();
        if (over || session == null) {
            return true;
        }
        Instant met = p2p.lastReached() == null ? p2p.seenAt() : p2p.lastReached();
        boolean since = !met.isBefore(session.connectedAt().minus(offlineAfter));
        return proven(state).isPresent() && (since || state.address() == null);
    }

    /// The properties whose value is the crawler's.
    private static Set<String> putCrawled(PeerSighting p2p, boolean outranks, Map<String, String> to) {
        Map<String, String> told = new TreeMap<>();
        putText("nodeClientType", p2p.clientType(), told);
        putText("nodeClientVersion", p2p.clientVersion(), told);
        putText("network", p2p.network(), told);
        if (p2p.blockHeight() != null && p2p.blockHeight() >= 0) {
            told.put("blockHeight", p2p.blockHeight().toString());
        }
        if (!outranks) {
            told.keySet().removeAll(to.keySet());
        }
        to.putAll(told);
        return told.keySet();
    }

    /// What peers say of themselves is read as strictly as what nodes report.
    private static void putText(String property, @Nullable String text, Map<String, String> to) {
        Field field = Objects.requireNonNull(SHOWN.get(property));
        if (text != null && Coercion.ofText(field, text) instanceof Coercion.Accepted(Field _, FieldValue value)) {
            to.put(property, value.toString());
        }
    }

    /// Under its family's name, which is given back: the specification's `nodeIp` is an IPv4 address. What is no address is
    /// not shown.
    private static Optional<String> putAddress(@Nullable String address, Map<String, String> to) {
        if (address == null) {
            return Optional.empty();
        }
        try {
            InetAddress read = InetAddress.ofLiteral(address);
            boolean isIpv4 = read instanceof Inet4Address;
            String name = isIpv4 ? "nodeIp" : "nodeIpv6";
            to.put(name, isIpv4 ? read.getHostAddress() : address);
            return Optional.of(name);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static boolean isOutOfRange(FieldValue value) {
        return !(value instanceof FieldValue.Decimal(double percent)) || percent < 0 || percent > 100;
    }

    /// The newest time at which anything was heard of the node.
    private static Instant lastWord(NodeState state) {
        Instant last = state.session() == null ? state.firstSeen() : state.session().vouchedAt();
        for (Claim claim : state.claims()) {
            last = claim.vouchedAt().isAfter(last) ? claim.vouchedAt() : last;
        }
        Instant met = state.p2p() == null ? null : state.p2p().lastReached();
        return met != null && met.isAfter(last) ? met : last;
    }

    /// A value of an item as [#expected] writes it; empty when there is none.
    private static String text(JsonNode value) {
        if (value.isMissingNode()) {
            return "";
        }
        if (value.isArray()) {
            return value.valueStream().map(JsonNode::asText).sorted().collect(Collectors.joining(", "));
        }
        if (value.isFloatingPointNumber()) {
            return new FieldValue.Decimal(value.doubleValue()).toString();
        }
        // null is what the contract forbids, and shows as such.
        return value.asText();
    }

    /// The contract fixes the time, not how many zeros its text ends in.
    private static String timeOf(JsonNode value) {
        try {
            return Instant.parse(value.asText()).toString();
        } catch (DateTimeParseException _) {
            return text(value);
        }
    }
}
