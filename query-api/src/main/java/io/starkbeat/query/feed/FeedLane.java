package io.starkbeat.query.feed;

import io.starkbeat.query.metrics.FeedMetrics.Beginning;
import io.starkbeat.query.metrics.FeedMetrics.Departure;
import io.starkbeat.query.question.NodeFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The subscribers of one event loop. All that is theirs happens there, so none of it waits for a lock, and one who reads
/// slowly holds up nobody.
public final class FeedLane {
    private final NodeFeed feed;
    private final Executor loop;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final List<Newcomer> waiting = new ArrayList<>();
    private Board.View view = Board.EMPTY;
    private long number;

    /// @param position of the subscriber in the log; null when there is none that could be meant
    private record Newcomer(Subscription subscription, boolean cameBack, @Nullable FeedPosition position) {}

    FeedLane(NodeFeed feed, Executor loop) {
        this.feed = feed;
        this.loop = loop;
    }

    /// Subscribes to the nodes that pass a filter: to all of them first, then to what changes. Nothing is written before
    /// this has returned. To be called on the lane's event loop.
    ///
    /// @param lastEventId the id of the last event that the subscriber has of an earlier subscription with the same filter;
    ///                    null for one who is new, or wants all nodes
    /// @throws io.starkbeat.query.store.StatesNotReadyException while the nodes cannot be told
    /// @throws FeedFullException if there are as many subscribers as there may be
    public Subscription subscribe(NodeFilter filter, @Nullable String lastEventId, FeedSink sink) {
        feed.enter();
        Subscription subscription = new Subscription(this, filter, sink);
        waiting.add(new Newcomer(subscription, lastEventId != null, FeedPosition.read(lastEventId).orElse(null)));
        feed.expectNewcomers();
        return subscription;
    }

    /// Hands on what a window has brought. To be called on any thread; what is delivered first is seen first.
    void deliver(Delivery delivery) {
        loop.execute(() -> take(delivery));
    }

    private void take(Delivery delivery) {
        view = delivery.view();
        number = delivery.frame().to();
        subscriptions.removeIf(Subscription::isOver);
        for (Subscription each : subscriptions) {
            each.take(delivery);
        }
        List<Newcomer> newcomers = List.copyOf(waiting);
        waiting.clear();
        newcomers.forEach(this::letIn);
    }

    private void letIn(Newcomer newcomer) {
        Subscription subscription = newcomer.subscription;
        if (subscription.isOver()) {
            return;
        }
        subscriptions.add(subscription);
        FeedPosition position = newcomer.position;
        Optional<List<Change>> since = position == null ? Optional.empty() : feed.since(position, number);
        if (position != null && since.isPresent()) {
            feed.metrics().begun(Beginning.RESUMED);
            subscription.goOnFrom(position.number(), since.get());
        } else if (newcomer.cameBack) {
            feed.metrics().begun(Beginning.RESET);
            subscription.beginAnew();
        } else {
            feed.metrics().begun(Beginning.SNAPSHOT);
            subscription.beginWithAll();
        }
    }

    /// To be called now and then, on any thread.
    void heartbeat() {
        loop.execute(() -> {
            subscriptions.removeIf(Subscription::isOver);
            subscriptions.forEach(Subscription::heartbeat);
        });
    }

    /// Ends all subscriptions. To be called on any thread.
    void end(EndReason reason) {
        loop.execute(() -> {
            waiting.forEach(newcomer -> newcomer.subscription.end(reason));
            waiting.clear();
            subscriptions.forEach(each -> each.end(reason));
            subscriptions.clear();
        });
    }

    void left(Departure why) {
        feed.metrics().left(why);
    }

    /// How all nodes stand, as far as this lane has been told.
    Board.View view() {
        return view;
    }

    /// The number of the newest change that this lane has been told of.
    long number() {
        return number;
    }

    /// The id of an event behind which a subscriber has been told of so many changes.
    String written(long told) {
        return feed.position(told).written();
    }
}
