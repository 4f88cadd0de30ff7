package io.starkbeat.query.rpc;

import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.starkbeat.kit.net.FrameGuard;
import io.starkbeat.query.feed.FeedLane;
import io.starkbeat.query.rpc.MessageAssembly.TooLongException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.http.WebSocketInternal;
import java.time.Duration;
import java.util.concurrent.Executor;

/// One WebSocket on which JSON-RPC is spoken.
///
/// It is read only while there is room for answers: while [#MOST_AT_A_TIME] messages wait for theirs, or the peer does not read
/// those that it has, no more requests are taken from it, and the pressure reaches the peer. So a socket costs what those few
/// answers cost, however fast it asks and however slowly it reads. A peer that is silent is pinged; one that does not answer,
/// or has stopped reading, is ended. Confined to its event loop.
final class RpcSocket {
    /// How many messages of a socket are in the making at a time.
    static final int MOST_AT_A_TIME = 4;

    private final ServerWebSocket socket;
    private final Context loop;
    private final NodeDataRpc rpc;
    private final SocketPatience patience;
    private final MessageAssembly assembly = new MessageAssembly(NodeDataRpc.LONGEST_MESSAGE);
    private final OutgoingLane lane;
    private final NodesSubscriptions subscriptions;
    private int inTheMaking;
    private boolean paused;
    private boolean ended;
    /// By the monotonic clock, in ns.
    private long heardAt = System.nanoTime();
    private long roomAt = System.nanoTime();

    /// @param loop the socket's event loop
    /// @param feed of that loop
    RpcSocket(ServerWebSocket socket, Context loop, FeedLane feed, NodeDataRpc rpc, SocketPatience patience) {
        this.patience = patience;
        this.socket = socket;
        this.loop = loop;
        this.rpc = rpc;
        Executor later = task -> loop.runOnContext(_ -> task.run());
        this.lane = new OutgoingLane(socket, later);
        this.subscriptions = new NodesSubscriptions(lane, feed, later);
    }

    /// Begins to read.
    ///
    /// @param closed told once, when it is closed
    void open(Vertx vertx, Runnable closed) {
        FrameGuard.install(socket, _ -> end());
        lane.onDrained(this::drained);
        socket.frameHandler(this::take);
        socket.pongHandler(_ -> heardAt = System.nanoTime());
        // Without a handler a lost connection would be logged as an error, and browsers lose theirs all the time.
        socket.exceptionHandler(_ -> {});
        long heartbeat = vertx.setPeriodic(patience.pingEvery().toMillis(), _ -> beat());
        socket.closeHandler(_ -> {
            end();
            vertx.cancelTimer(heartbeat);
            closed.run();
        });
    }

    private void take(WebSocketFrame frame) {
        heardAt = System.nanoTime();
        if (ended || !(frame.isText() || frame.isBinary() || frame.isContinuation())) {
            return;
        }
        try {
            byte[] message = assembly.take(frame);
            if (message != null) {
                answer(message);
            }
        } catch (TooLongException e) {
            close(WebSocketCloseStatus.MESSAGE_TOO_BIG,
                    "A message has at most " + NodeDataRpc.LONGEST_MESSAGE + " bytes.");
        }
    }

    private void answer(byte[] message) {
        inTheMaking++;
        adjust();
        NodesSubscriptions.Exchange exchange = subscriptions.exchange();
        rpc.answer(message, exchange).thenAccept(answer -> loop.runOnContext(_ -> {
            inTheMaking--;
            if (!ended) {
                answer.ifPresent(lane::send);
                exchange.answered();
                adjust();
            }
        }));
    }

    private void drained() {
        if (!ended) {
            roomAt = System.nanoTime();
            subscriptions.drained();
            adjust();
        }
    }

    /// Reads, or does not.
    private void adjust() {
        boolean full = lane.isFull();
        if (!full) {
            roomAt = System.nanoTime();
        }
        boolean pause = !ended && (full || inTheMaking >= MOST_AT_A_TIME);
        if (pause != paused && !socket.isClosed()) {
            paused = pause;
            if (pause) {
                socket.pause();
            } else {
                // What was not read could not be heard.
                heardAt = System.nanoTime();
                socket.resume();
            }
        }
    }

    private void beat() {
        if (ended) {
            return;
        }
        if (lane.isFull()) {
            if (isOver(roomAt, patience.stuckFor())) {
                abandon();
            }
        } else if (!paused && isOver(heardAt, patience.silentFor())) {
            abandon();
        } else {
            socket.writePing(Buffer.buffer());
        }
    }

    private static boolean isOver(long since, Duration limit) {
        return System.nanoTime() - since > limit.toNanos();
    }

    /// Ends it without a word: one who does not read would not read that either.
    @SuppressWarnings("FutureReturnValueIgnored") // what fails here is gone already
    private void abandon() {
        end();
        ((WebSocketInternal) socket).channelHandlerContext().close();
    }

    /// Ends it and says why. Answers that are on their way are not sent any more.
    ///
    /// @param reason at most 123 bytes
    void close(WebSocketCloseStatus status, String reason) {
        if (!ended) {
            end();
            socket.close((short) status.code(), reason);
            // What still comes is read and passed over, up to the peer's own close frame.
            if (paused) {
                paused = false;
                socket.resume();
            }
        }
    }

    private void end() {
        ended = true;
        lane.shut();
        subscriptions.close();
    }

    /// The same, from any thread.
    void leave(WebSocketCloseStatus status, String reason) {
        loop.runOnContext(_ -> close(status, reason));
    }
}
