package io.starkbeat.query.catalog;

import io.starkbeat.query.liveness.LastWords;
import io.starkbeat.query.picture.NodeAddress;
import io.starkbeat.query.picture.NodePicture;
import io.starkbeat.query.view.NodeItem;
import io.starkbeat.schemas.codec.WellFormedText;
import io.starkbeat.schemas.field.Field;
import io.starkbeat.schemas.field.FieldValue;
import io.starkbeat.schemas.field.Fields;
import io.starkbeat.schemas.node.NodeSource;
import io.starkbeat.schemas.node.NodeState;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What the index keeps of a node: its prepared item, the little that status and lag need, and what questions ask for.
/// Immutable.
///
/// Thousands of these are kept while hundreds a second are replaced, and collections of garbage copy each that outlives
/// them. So it is one object of numbers beside the item and few texts of its own (name, address, ids); texts that many nodes
/// have in common exist once (`intern`, whose table lets go of what nobody holds any more).
final class IndexedNode {
    private static final AtomicLong LOOKS = new AtomicLong();

    private final byte[] prepared;
    private final long look;
    private final LastWords lastWords;
    private final String nodeId;
    private final String heightOrigin;
    private final @Nullable String name;
    private final @Nullable String address;
    private final @Nullable String network;
    private final @Nullable String client;
    private final @Nullable String version;
    private final @Nullable String capability;
    private final @Nullable String country;
    private final long lastSeen;
    /// Not a number where unknown: no field is.
    private final double cpuUsage;
    private final double memoryUsage;
    private final double networkTraffic;
    private final long height;
    private final long peerCount;
    private final boolean hasHeight;
    private final boolean hasPeerCount;
    private final boolean verified;
    private final boolean contested;
    private final boolean heightCrawled;
    private final boolean toldByTelemetry;
    private final boolean toldByCrawler;

    /// @param before what was kept of the same node so far; null when nothing was. Texts that have not changed stay its
    ///               own, so that of most changes only the numbers and the item are new
    IndexedNode(NodePicture node, @Nullable IndexedNode before) {
        NodeState state = node.state();
        Fields fields = node.fields();
        prepared = NodeItem.prepare(node);
        look = before != null && NodeItem.differOnlyInLastSeen(before.prepared, prepared)
                ? before.look
                : LOOKS.incrementAndGet();
        lastWords = node.lastWords();
        String id = state.nodeId();
        String key = node.heightOrigin();
        NodeAddress shown = node.address();
        nodeId = before == null || !before.nodeId.equals(id) ? id : before.nodeId;
        heightOrigin = before == null || !before.heightOrigin.equals(key) ? key : before.heightOrigin;
        name = kept(fields.text(Field.NAME), before == null ? null : before.name);
        address = kept(shown == null ? null : shown.address(), before == null ? null : before.address);
        network = shared(fields.text(Field.NETWORK_NAME));
        client = shared(fields.text(Field.CLIENT));
        version = shared(fields.text(Field.VERSION));
        capability = shared(fields.text(Field.CAPABILITY));
        country = shared(node.country());
        lastSeen = millis(state.lastWord());
        cpuUsage = number(fields, Field.CPU_USAGE);
        memoryUsage = number(fields, Field.MEMORY_USAGE);
        networkTraffic = number(fields, Field.NETWORK_TRAFFIC);
        heightCrawled = node.isHeightCrawled();
        OptionalLong reportedHeight = fields.whole(Field.CURRENT_BLOCK_NUMBER_L2);
        hasHeight = reportedHeight.isPresent();
        height = reportedHeight.orElse(0);
        OptionalLong reportedPeers = fields.whole(Field.PEER_COUNT);
        hasPeerCount = reportedPeers.isPresent();
        peerCount = reportedPeers.orElse(0);
        verified = node.verified();
        contested = state.contested();
        toldByTelemetry = state.sources().contains(NodeSource.TELEMETRY);
        toldByCrawler = state.sources().contains(NodeSource.CRAWLER);
    }

    /// A text as the item shows it.
    private static @Nullable String kept(@Nullable String now, @Nullable String before) {
        if (now == null) {
            return null;
        }
        String shown = WellFormedText.of(now);
        return shown.equals(before) ? before : shown;
    }

    private static @Nullable String shared(@Nullable String text) {
        return text == null ? null : WellFormedText.of(text).intern();
    }

    /// As the item shows it, or not a number.
    private static double number(Fields fields, Field field) {
        return fields.get(field) instanceof FieldValue.Decimal decimal && field.inRange(decimal)
                ? decimal.value()
                : Double.NaN;
    }

    /// An absurd time in a record is the earliest or the latest that a long can tell.
    private static long millis(Instant time) {
        try {
            return time.toEpochMilli();
        } catch (ArithmeticException e) {
            return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    private static OptionalDouble known(double number) {
        return Double.isNaN(number) ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    /// Shared, not to be written to.
    byte[] prepared() {
        return prepared;
    }

    /// The same for states of the node that follow each other and show the same, but for when it was last seen; else
    /// different.
    long look() {
        return look;
    }

    LastWords lastWords() {
        return lastWords;
    }

    String nodeId() {
        return nodeId;
    }

    /// What stands for the address that tells the height. Those whose address nobody knows any more count as one address:
    /// they may be.
    String heightOrigin() {
        return heightOrigin;
    }

    boolean heightCrawled() {
        return heightCrawled;
    }

    @Nullable
    String name() {
        return name;
    }

    @Nullable
    String address() {
        return address;
    }

    @Nullable
    String network() {
        return network;
    }

    @Nullable
    String client() {
        return client;
    }

    @Nullable
    String version() {
        return version;
    }

    @Nullable
    String capability() {
        return capability;
    }

    @Nullable
    String country() {
        return country;
    }

    /// In milliseconds since 1970.
    long lastSeen() {
        return lastSeen;
    }

    OptionalDouble cpuUsage() {
        return known(cpuUsage);
    }

    OptionalDouble memoryUsage() {
        return known(memoryUsage);
    }

    OptionalDouble networkTraffic() {
        return known(networkTraffic);
    }

    /// Unsigned.
    OptionalLong height() {
        return hasHeight ? OptionalLong.of(height) : OptionalLong.empty();
    }

    /// Unsigned.
    OptionalLong peerCount() {
        return hasPeerCount ? OptionalLong.of(peerCount) : OptionalLong.empty();
    }

    boolean verified() {
        return verified;
    }

    boolean contested() {
        return contested;
    }

    boolean toldByTelemetry() {
        return toldByTelemetry;
    }

    boolean toldByCrawler() {
        return toldByCrawler;
    }
}
