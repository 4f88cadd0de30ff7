package io.starkbeat.query.feed;

import io.starkbeat.query.catalog.PresentNode;
import io.starkbeat.query.metrics.FeedMetrics.Departure;
import io.starkbeat.query.question.NodeFilter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One subscriber, and how far it is.
///
/// Who keeps up is told each change as it comes. Who does not is owed nodes, not changes: a bit for each of which there is
/// news, and when there is room again, how that node stands then. So a slow reader gets fewer events and newer states, and
/// costs two bits a node however slow it is. It makes one round after the other through what it is owed; what becomes news
/// meanwhile is owed in the next. A snapshot is such a round through all nodes.
///
/// The place that it can go on from after a cut moves when a round is over: only then has it been told of everything before
/// the round began. Within a round, all events but the last bear the place of before.
///
/// Used on one event loop only.
public final class Subscription {
    /// After so many bytes it is asked again whether there is room for more. Larger than any usual event, small enough that
    /// thousands of slow readers hold little.
    private static final int CHUNK = 16 * 1024;

    private final FeedLane lane;
    private final NodeFilter filter;
    private final FeedSink sink;
    private State state = State.WAITING;
    /// Whom there is news of; told in the next round.
    private BitSet owed = new BitSet();
    /// Whom this round is about; null for all nodes.
    private @Nullable BitSet round;
    private int slot;
    /// It has been told of everything up to here, unless it is up to date: then of everything.
    private long told;
    /// Up to here when the round is over.
    private long roundEnds;
    private boolean spoken;

    private enum State {
        /// To be let in at the next delivery.
        WAITING,
        UP_TO_DATE,
        /// Owed something, and not in a round: there is no room.
        BEHIND,
        IN_SNAPSHOT,
        IN_ROUND,
        ENDED
    }

    Subscription(FeedLane lane, NodeFilter filter, FeedSink sink) {
        this.lane = lane;
        this.filter = filter;
        this.sink = sink;
    }

    NodeFilter filter() {
        return filter;
    }

    boolean isOver() {
        return state == State.ENDED;
    }

    /// Begins with all nodes.
    void beginWithAll() {
        sink.snapshotBegins(lane.written(lane.number()));
        spoken = true;
        state = State.IN_SNAPSHOT;
        round = null;
        slot = 0;
        roundEnds = lane.number();
        told = roundEnds;
        goOn();
    }

    /// Says that the log does not reach back, and begins with all nodes.
    void beginAnew() {
        spoken = true;
        sink.reset();
        beginWithAll();
    }

    /// Goes on behind a place.
    ///
    /// @param since what has changed since then
    void goOnFrom(long place, List<Change> since) {
        told = place;
        for (Change change : since) {
            // Of several changes of a node each counts: it may have come into sight and gone out of it again.
            if (change.concerns(filter)) {
                owed.set(change.slot());
            }
        }
        state = State.BEHIND;
        goOn();
    }

    /// Takes note of a delivery, which the lane has taken over already.
    void take(Delivery delivery) {
        if (state == State.ENDED) {
            return;
        }
        Delivery.News news = delivery.news(filter);
        if (state != State.UP_TO_DATE) {
            owed.or(news.slots());
            if (told < delivery.reachesBackTo()) {
                end(EndReason.TOO_SLOW);
            } else {
                goOn();
            }
        } else if (news.events() != null) {
            if (sink.isFull()) {
                owed.or(news.slots());
                told = delivery.frame().from();
                state = State.BEHIND;
            } else {
                sink.changed(news.events());
                spoken = true;
            }
        }
    }

    /// There is room again for what is to be written. To be called by whoever owns the connection, on the event loop.
    public void drained() {
        if (state != State.ENDED) {
            goOn();
        }
    }

    private void goOn() {
        while (!sink.isFull()) {
            switch (state) {
                case IN_SNAPSHOT -> snapshot();
                case IN_ROUND -> round();
                case BEHIND -> beginRound();
                case WAITING, UP_TO_DATE, ENDED -> {
                    return;
                }
            }
        }
    }

    private void snapshot() {
        @Nullable
        PresentNode[] nodes = lane.view().nodes();
        List<byte[]> items = new ArrayList<>();
        int bytes = 0;
        while (slot < nodes.length && bytes < CHUNK) {
            PresentNode node = nodes[slot++];
            if (node != null && filter.test(node)) {
                byte[] item = node.item();
                items.add(item);
                bytes += item.length;
            }
        }
        sink.snapshotGoesOn(items);
        if (slot >= nodes.length) {
            sink.snapshotEnds();
            roundIsOver();
        }
    }

    private void beginRound() {
        if (owed.isEmpty()) {
            state = State.UP_TO_DATE;
        } else {
            round = owed;
            owed = new BitSet();
            slot = 0;
            roundEnds = lane.number();
            state = State.IN_ROUND;
        }
    }

    private void round() {
        BitSet those = round;
        if (those == null) {
            throw new IllegalStateException("in a round about nobody");
        }
        Board.View view = lane.view();
        List<FeedEvent> events = new ArrayList<>();
        int bytes = 0;
        int next = those.nextSetBit(slot);
        while (next >= 0 && bytes < CHUNK) {
            slot = next + 1;
            int following = those.nextSetBit(slot);
            FeedEvent event = event(view, next, lane.written(following < 0 ? roundEnds : told));
            events.add(event);
            bytes += event.json().length;
            next = following;
        }
        sink.changed(new FeedEvents(events));
        spoken = true;
        if (next < 0) {
            roundIsOver();
        }
    }

    private FeedEvent event(Board.View view, int of, String id) {
        PresentNode node = view.nodes()[of];
        return node != null && filter.test(node)
                ? new FeedEvent.Node(id, node.item())
                : new FeedEvent.Gone(id, Delivery.gone(view.ids()[of]));
    }

    private void roundIsOver() {
        told = roundEnds;
        round = null;
        if (state != State.ENDED) {
            state = State.BEHIND;
        }
    }

    /// To be called now and then: says that it is alive if nothing else has since the last time.
    void heartbeat() {
        if (state == State.UP_TO_DATE && !spoken && !sink.isFull()) {
            sink.heartbeat(lane.written(lane.number()));
        }
        spoken = false;
    }

    /// The subscriber wants nothing more, or its connection is gone. To be called on the event loop; more often does no harm.
    public void cancel() {
        over(Departure.OWN_WILL);
    }

    /// Ends it, saying why.
    void end(EndReason reason) {
        if (over(reason.departure())) {
            sink.end(reason);
        }
    }

    private boolean over(Departure departure) {
        if (state == State.ENDED) {
            return false;
        }
        state = State.ENDED;
        round = null;
        owed = new BitSet();
        lane.left(departure);
        return true;
    }
}
