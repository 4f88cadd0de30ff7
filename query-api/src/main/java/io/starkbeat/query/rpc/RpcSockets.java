package io.starkbeat.query.rpc;

import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.starkbeat.query.feed.FeedLane;
import io.starkbeat.query.metrics.RpcMetrics;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The WebSockets that are open, on all event loops. Thread-safe.
public final class RpcSockets {
    private final NodeDataRpc rpc;
    private final RpcMetrics metrics;
    private final SocketPatience patience;
    private final Set<RpcSocket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean leaving;

    public RpcSockets(NodeDataRpc rpc, RpcMetrics metrics) {
        this(rpc, metrics, SocketPatience.USUAL);
    }

    RpcSockets(NodeDataRpc rpc, RpcMetrics metrics, SocketPatience patience) {
        this.rpc = rpc;
        this.metrics = metrics;
        this.patience = patience;
    }

    /// Takes a WebSocket that was just opened, on its event loop.
    ///
    /// @param feed of that loop
    public void open(ServerWebSocket webSocket, Vertx vertx, Context loop, FeedLane feed) {
        RpcSocket socket = new RpcSocket(webSocket, loop, feed, rpc, patience);
        open.add(socket);
        metrics.socketsOpen(1);
        socket.open(vertx, () -> {
            if (open.remove(socket)) {
                metrics.socketsOpen(-1);
            }
        });
        if (leaving) {
            bid(socket);
        }
    }

    /// Whether no more are taken.
    public boolean isLeaving() {
        return leaving;
    }

    /// Takes no more, and leaves those that are open as they are.
    public void takeNoMore() {
        leaving = true;
    }

    /// Closes all.
    public void leave() {
        leaving = true;
        open.forEach(RpcSockets::bid);
    }

    private static void bid(RpcSocket socket) {
        socket.leave(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE, "The service is being stopped; connect again.");
    }
}
