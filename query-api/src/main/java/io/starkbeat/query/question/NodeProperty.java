package io.starkbeat.query.question;

import io.starkbeat.query.question.OrderValue.Kind;
import io.starkbeat.schemas.field.Field;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The properties of an item of the list, in its order: what can be sorted by and what can be chosen.
public enum NodeProperty {
    NODE_ID("nodeId", Kind.EXACT),
    NODE_IP("nodeIp", Kind.EXACT),
    NODE_IPV6("nodeIpv6", Kind.EXACT),
    NAME(Field.NAME, Kind.TEXT),
    VERSION(Field.VERSION, Kind.TEXT),
    CLIENT(Field.CLIENT, Kind.TEXT),
    CPU_USAGE(Field.CPU_USAGE, Kind.DECIMAL),
    MEMORY_USAGE(Field.MEMORY_USAGE, Kind.DECIMAL),
    NETWORK_TRAFFIC(Field.NETWORK_TRAFFIC, Kind.DECIMAL),
    BLOCK_HEIGHT(Field.CURRENT_BLOCK_NUMBER_L2, Kind.WHOLE),
    LAST_SEEN("lastSeen", Kind.WHOLE),
    NETWORK(Field.NETWORK_NAME, Kind.TEXT),
    CAPABILITY(Field.CAPABILITY, Kind.TEXT),
    BLOCK_HASH(Field.CURRENT_BLOCK_HASH_L2, Kind.EXACT),
    PEER_COUNT(Field.PEER_COUNT, Kind.WHOLE),
    NODE_UPTIME(Field.NODE_UPTIME, Kind.DECIMAL),
    STORAGE_USAGE(Field.STORAGE_USAGE, Kind.DECIMAL),
    COUNTRY("country", Kind.TEXT),
    VERIFIED("verified", Kind.WHOLE),
    CONTESTED("contested", Kind.WHOLE),
    CONTRADICTED("contradicted", Kind.TEXT),
    FROM_CRAWLER("fromCrawler", Kind.TEXT),
    /// Telemetry, crawler, both.
    SOURCES("sources", Kind.WHOLE),
    /// Online, stale, offline: from the best to the worst.
    STATUS("status", Kind.WHOLE),
    LAG("lag", Kind.WHOLE);

    private static final Map<String, NodeProperty> BY_NAME = Stream.of(values())
            .collect(Collectors.toUnmodifiableMap(NodeProperty::apiName, property -> property));

    private final String apiName;
    private final Kind kind;

    NodeProperty(Field field, Kind kind) {
        this(field.apiName(), kind);
    }

    NodeProperty(String apiName, Kind kind) {
        this.apiName = apiName;
        this.kind = kind;
    }

    /// The name in the API.
    public String apiName() {
        return apiName;
    }

    /// The property with this name in the API, or null.
    public static @Nullable NodeProperty byApiName(String apiName) {
        return BY_NAME.get(apiName);
    }

    /// All names, in the item's order.
    public static List<String> apiNames() {
        return Stream.of(values()).map(NodeProperty::apiName).toList();
    }

    Kind kind() {
        return kind;
    }

    /// A node's value; null when it is not known.
    @Nullable
    OrderValue of(NodeFacts node) {
        return switch (this) {
            case NODE_ID -> new OrderValue.Exact(node.nodeId());
            case NODE_IP -> isIpv6(node.address()) ? null : exact(node.address());
            case NODE_IPV6 -> isIpv6(node.address()) ? exact(node.address()) : null;
            case NAME -> text(node.name());
            case VERSION -> text(node.version());
            case CLIENT -> text(node.client());
            case CPU_USAGE -> decimal(node.cpuUsage());
            case MEMORY_USAGE -> decimal(node.memoryUsage());
            case NETWORK_TRAFFIC -> decimal(node.networkTraffic());
            case BLOCK_HEIGHT -> whole(node.height());
            // A time before 1970 is nobody's: unsigned it would be the latest.
            case LAST_SEEN -> new OrderValue.Whole(Math.max(0, node.lastSeen()));
            case NETWORK -> text(node.network());
            case CAPABILITY -> text(node.capability());
            case BLOCK_HASH -> exact(node.blockHash());
            case PEER_COUNT -> whole(node.peerCount());
            case NODE_UPTIME -> decimal(node.nodeUptime());
            case STORAGE_USAGE -> decimal(node.storageUsage());
            case COUNTRY -> text(node.country());
            case VERIFIED -> flag(node.verified());
            case CONTESTED -> flag(node.contested());
            case CONTRADICTED -> text(node.contradicted());
            case FROM_CRAWLER -> text(node.fromCrawler());
            case SOURCES -> sources(node);
            case STATUS -> new OrderValue.Whole(switch (node.status()) {
                case ONLINE -> 0;
                case STALE -> 1;
                case OFFLINE -> 2;
            });
            case LAG -> whole(node.lag());
        };
    }

    private static boolean isIpv6(@Nullable String address) {
        return address != null && address.indexOf(':') >= 0;
    }

    private static @Nullable OrderValue exact(@Nullable String text) {
        return text == null ? null : new OrderValue.Exact(text);
    }

    private static @Nullable OrderValue text(@Nullable String text) {
        return text == null ? null : new OrderValue.Text(text);
    }

    private static @Nullable OrderValue whole(OptionalLong whole) {
        return whole.isPresent() ? new OrderValue.Whole(whole.getAsLong()) : null;
    }

    private static @Nullable OrderValue decimal(OptionalDouble number) {
        return number.isPresent() ? new OrderValue.Decimal(number.getAsDouble()) : null;
    }

    private static @Nullable OrderValue sources(NodeFacts node) {
        int sources = (node.toldByTelemetry() ? 1 : 0) + (node.toldByCrawler() ? 2 : 0);
        return sources == 0 ? null : new OrderValue.Whole(sources);
    }

    private static OrderValue flag(boolean flag) {
        return new OrderValue.Whole(flag ? 1 : 0);
    }
}
