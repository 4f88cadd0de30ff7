package io.starkbeat.query.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starkbeat.query.question.NodeFilter;
import io.starkbeat.schemas.codec.RecordMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A subscriber as a dashboard is one: it keeps the nodes that it was told of, and the id of the last event, and comes back
/// with that. It takes so many events before its line is full, and can be cut off behind any of them.
final class ModelReader implements FeedSink {
    private final FeedLane lane;
    private final NodeFilter filter;
    /// What a page would show: items without when they were last seen, by id.
    final Map<String, JsonNode> shown = new TreeMap<>();
    final List<String> heard = new ArrayList<>();
    private Map<String, JsonNode> arriving = new TreeMap<>();
    private @Nullable String arrivingId;
    private @Nullable String lastEventId;
    private @Nullable Subscription subscription;
    private @Nullable EndReason ended;
    private boolean connected;
    private int room;
    private int untilCut = Integer.MAX_VALUE;

    ModelReader(FeedLane lane, NodeFilter filter, int room) {
        this.lane = lane;
        this.filter = filter;
        this.room = room;
    }

    void connect() {
        connected = true;
        ended = null;
        arrivingId = null;
        untilCut = Integer.MAX_VALUE;
        subscription = lane.subscribe(filter, lastEventId, this);
    }

    void cut() {
        connected = false;
        if (subscription != null) {
            subscription.cancel();
        }
    }

    /// Is cut off when it has heard so many events more: what is written behind them is lost.
    void cutAfter(int events) {
        untilCut = events;
    }

    void read(int events) {
        room += events;
        if (connected && subscription != null) {
            subscription.drained();
        }
    }

    boolean isConnected() {
        return connected;
    }

    @Nullable
    EndReason ended() {
        return ended;
    }

    @Nullable
    String lastEventId() {
        return lastEventId;
    }

    @Override
    public boolean isFull() {
        return room <= 0;
    }

    private boolean hears(String what) {
        if (!connected) {
            return false;
        }
        if (untilCut-- <= 0) {
            connected = false;
            return false;
        }
        room--;
        heard.add(what);
        return true;
    }

    @Override
    public void snapshotBegins(String id) {
        arriving = new TreeMap<>();
        arrivingId = id;
    }

    @Override
    public void snapshotGoesOn(List<byte[]> items) {
        for (byte[] item : items) {
            room--;
            JsonNode node = read(item);
            arriving.put(node.get("nodeId").textValue(), withoutLastSeen(node));
        }
    }

    @Override
    public void snapshotEnds() {
        if (hears("snapshot " + arriving.size())) {
            shown.clear();
            shown.putAll(arriving);
            lastEventId = arrivingId;
        }
    }

    @Override
    public void changed(FeedEvents events) {
        for (FeedEvent event : events.events()) {
            JsonNode json = read(event.json());
            String nodeId = json.get("nodeId").textValue();
            boolean isNode = event instanceof FeedEvent.Node;
            if (!hears((isNode ? "node " : "gone ") + nodeId)) {
                return;
            }
            if (isNode) {
                shown.put(nodeId, withoutLastSeen(json));
            } else {
                shown.remove(nodeId);
            }
            lastEventId = event.id();
        }
    }

    @Override
    public void reset() {
        if (hears("reset")) {
            lastEventId = "reset";
        }
    }

    @Override
    public void heartbeat(String id) {
        if (hears("heartbeat")) {
            lastEventId = id;
        }
    }

    @Override
    public void end(EndReason reason) {
        connected = false;
        ended = reason;
    }

    static JsonNode withoutLastSeen(JsonNode item) {
        return ((ObjectNode) item.deepCopy()).without("lastSeen");
    }

    static JsonNode read(byte[] json) {
        try {
            return RecordMapper.mapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
