package io.starkbeat.query.rpc;

import io.starkbeat.query.feed.FeedLane;
import io.starkbeat.query.question.NodeFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The subscriptions of one WebSocket. What is theirs happens on its event loop.
final class NodesSubscriptions {
    /// A page shows a handful of networks; who wants more filters by several values.
    static final int MOST = 10;

    private final OutgoingLane lane;
    private final FeedLane feed;
    private final Executor loop;
    private final Map<String, NodesSubscription> byId = new LinkedHashMap<>();
    private long last;
    private boolean closed;

    /// @param feed of the socket's event loop
    /// @param loop runs what it is given there, later
    NodesSubscriptions(OutgoingLane lane, FeedLane feed, Executor loop) {
        this.lane = lane;
        this.feed = feed;
        this.loop = loop;
    }

    /// One message that the peer has sent, and its answer.
    Exchange exchange() {
        return new Exchange();
    }

    /// There may be room again.
    void drained() {
        List.copyOf(byId.values()).forEach(NodesSubscription::drained);
    }

    /// Ends all: the socket is closed.
    void close() {
        closed = true;
        byId.values().forEach(NodesSubscription::cancel);
        byId.clear();
    }

    /// See [#exchange].
    final class Exchange implements RpcCaller {
        private final List<NodesSubscription> begun = new ArrayList<>();

        private Exchange() {}

        /// Subscribes. Nothing is told of it before [#answered].
        ///
        /// @param lastEventId see [FeedLane#subscribe]
        /// @return its id
        CompletionStage<String> subscribe(NodeFilter filter, @Nullable String lastEventId) {
            return onLoop(() -> {
                if (closed) {
                    throw new RpcErrorException(RpcError.unknownSubscription());
                }
                if (byId.size() >= MOST) {
                    throw new RpcErrorException(RpcError.tooManySubscriptions("This WebSocket has " + MOST
                            + " subscriptions already; end one, or filter by several values in one."));
                }
                String id = Long.toString(++last);
                NodesSubscription subscription = new NodesSubscription(id, lane, () -> byId.remove(id));
                subscription.follow(feed.subscribe(filter, lastEventId, subscription));
                byId.put(id, subscription);
                begun.add(subscription);
                return id;
            });
        }

        /// Ends a subscription.
        CompletionStage<Boolean> unsubscribe(String id) {
            return onLoop(() -> {
                NodesSubscription subscription = byId.remove(id);
                if (subscription == null) {
                    throw new RpcErrorException(RpcError.unknownSubscription());
                }
                subscription.cancel();
                return true;
            });
        }

        /// The answer is on its way, and what comes behind it may be sent. On the event loop.
        void answered() {
            begun.forEach(NodesSubscription::announce);
            begun.clear();
        }

        /// The later requests of a batch are answered on other threads.
        private <T> CompletionStage<T> onLoop(Supplier<T> task) {
            return CompletableFuture.supplyAsync(task, loop);
        }
    }
}
