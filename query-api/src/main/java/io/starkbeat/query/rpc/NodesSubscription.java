package io.starkbeat.query.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.starkbeat.query.feed.EndReason;
import io.starkbeat.query.feed.FeedEvent;
import io.starkbeat.query.feed.FeedEvents;
import io.starkbeat.query.feed.FeedSink;
import io.starkbeat.query.feed.Subscription;
import io.starkbeat.schemas.codec.RecordMapper;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One subscription on a WebSocket: the feed's events as notifications, in the manner of Starknet's. Nothing of it is sent
/// before the answer that tells its id. Confined to the socket's event loop.
final class NodesSubscription implements FeedSink {
    private static final byte[] SEPARATOR = {','};

    private final String id;
    private final OutgoingLane lane;
    private final Runnable over;
    private final List<Runnable> held = new ArrayList<>();
    private @Nullable Subscription feed;
    private OutgoingLane.@Nullable Message snapshot;
    private boolean announced;
    private boolean firstItem;

    /// @param over told when the feed ends it
    NodesSubscription(String id, OutgoingLane lane, Runnable over) {
        this.id = id;
        this.lane = lane;
        this.over = over;
    }

    /// @param subscription whose events come here
    void follow(Subscription subscription) {
        feed = subscription;
    }

    /// The peer knows its id.
    void announce() {
        announced = true;
        held.forEach(Runnable::run);
        held.clear();
        drained();
    }

    /// There may be room again.
    void drained() {
        if (feed != null) {
            feed.drained();
        }
    }

    /// Nothing more of it is sent, but the end of what was begun.
    void cancel() {
        if (feed != null) {
            feed.cancel();
        }
        held.clear();
        endSnapshot();
    }

    @Override
    public boolean isFull() {
        return !announced || lane.isFullFor(snapshot);
    }

    /// The little that comes though it is full.
    private void whenAnnounced(Runnable write) {
        if (announced) {
            write.run();
        } else {
            held.add(write);
        }
    }

    @Override
    public void snapshotBegins(String place) {
        whenAnnounced(() -> {
            firstItem = true;
            snapshot = lane.begin(head("snapshot", place) + ",\"nodes\":[");
        });
    }

    @Override
    public void snapshotGoesOn(List<byte[]> items) {
        if (snapshot == null || items.isEmpty()) {
            return;
        }
        Buffer more = Buffer.buffer();
        for (byte[] item : items) {
            if (!firstItem) {
                more.appendBytes(SEPARATOR);
            }
            firstItem = false;
            more.appendBytes(item);
        }
        snapshot.append(more);
    }

    @Override
    public void snapshotEnds() {
        endSnapshot();
    }

    private void endSnapshot() {
        if (snapshot != null) {
            snapshot.end("]}}}");
            snapshot = null;
        }
    }

    @Override
    public void changed(FeedEvents events) {
        for (FeedEvent event : events.events()) {
            byte[] json = event.json();
            Buffer message = switch (event) {
                case FeedEvent.Node node -> Buffer.buffer(head("node", node.id()) + ",\"node\":")
                        .appendBytes(json)
                        .appendString("}}}");
                // Its own object goes on with the node's id, and ends.
                case FeedEvent.Gone gone -> Buffer.buffer(head("gone", gone.id()) + ",")
                        .appendBytes(json, 1, json.length - 1)
                        .appendString("}}");
            };
            lane.send(new JsonPieces().append(message));
        }
    }

    @Override
    public void reset() {
        whenAnnounced(() -> lane.send(new JsonPieces().append(head("reset", null) + "}}}")));
    }

    /// The socket is pinged, and its silence tells nothing else.
    @Override
    public void heartbeat(String place) {}

    @Override
    public void end(EndReason reason) {
        whenAnnounced(() -> {
            endSnapshot();
            lane.send(new JsonPieces().append(head("end", null) + ",\"reason\":\"" + reason.key() + "\",\"detail\":"
                    + quoted(reason.explanation()) + "}}}"));
        });
        over.run();
    }

    /// An event up to its type and place, open.
    private String head(String type, @Nullable String place) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"nodeData_subscriptionNodes\",\"params\":{\"subscription_id\":\"" + id
                + "\",\"result\":{\"type\":\"" + type + "\"" + (place == null ? "" : ",\"id\":\"" + place + "\"");
    }

    private static String quoted(String text) {
        try {
            return RecordMapper.mapper().writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write why a subscription ends", e);
        }
    }
}
