package io.starkbeat.query.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.starkbeat.query.catalog.PresentNode;
import io.starkbeat.query.question.NodeFilter;
import io.starkbeat.schemas.codec.RecordMapper;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// What the event loops are given at each window's end: its changes, and how all nodes stand behind them. What several
/// subscribers need of it is made once. Thread-safe.
final class Delivery {
    private final String log;
    private final Frame frame;
    private final Board.View view;
    private final long reachesBackTo;
    private final AtomicReferenceArray<byte[]> bodies;
    private final Map<NodeFilter, News> news = new ConcurrentHashMap<>();

    /// What is news for one filter.
    ///
    /// @param events null when nothing is
    /// @param slots  of the nodes that are news; not to be written to
    record News(@Nullable FeedEvents events, BitSet slots) {}

    /// @param log           names the log
    /// @param view          how all nodes stand when the frame is over
    /// @param reachesBackTo the oldest number from which the log can go on
    Delivery(String log, Frame frame, Board.View view, long reachesBackTo) {
        this.log = log;
        this.frame = frame;
        this.view = view;
        this.reachesBackTo = reachesBackTo;
        this.bodies = new AtomicReferenceArray<>(frame.changes().size());
    }

    Frame frame() {
        return frame;
    }

    Board.View view() {
        return view;
    }

    long reachesBackTo() {
        return reachesBackTo;
    }

    /// What of it is news for those who see what passes a filter.
    News news(NodeFilter filter) {
        return news.computeIfAbsent(filter, this::sift);
    }

    private News sift(NodeFilter filter) {
        List<FeedEvent> events = new ArrayList<>();
        BitSet slots = new BitSet();
        List<Change> changes = frame.changes();
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            if (change.concerns(filter)) {
                slots.set(change.slot());
                String id = new FeedPosition(log, frame.from() + i + 1).written();
                PresentNode after = change.after();
                events.add(after != null && filter.test(after)
                        ? new FeedEvent.Node(id, item(i, after))
                        : new FeedEvent.Gone(id, gone(change.nodeId())));
            }
        }
        return new News(events.isEmpty() ? null : new FeedEvents(events), slots);
    }

    private byte[] item(int i, PresentNode after) {
        byte[] known = bodies.get(i);
        if (known == null) {
            // Two at once write the same.
            known = after.item();
            bodies.set(i, known);
        }
        return known;
    }

    /// What tells that a node is gone.
    static byte[] gone(String nodeId) {
        try {
            return RecordMapper.mapper().writeValueAsBytes(Map.of("nodeId", nodeId));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a node's id", e);
        }
    }
}
