package io.starkbeat.query.rpc;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The one way out of a WebSocket: messages leave whole, one behind the other, no faster than they are read at the other
/// end.
///
/// A large message leaves in fragments, each when there is room for it, so that what a slow reader costs is a fragment or two
/// beside the message itself, which others may share; and the next message waits for its last fragment. A message may also be
/// made while it leaves ([#begin]). Confined to the socket's event loop.
final class OutgoingLane {
    /// A fragment of a large message, in bytes. A message up to this length is one frame.
    static final int FRAGMENT = 64 * 1024;

    private final ServerWebSocket socket;
    private final Executor loop;
    private final Deque<Message> waiting = new ArrayDeque<>();
    private Runnable drained = () -> {};
    private boolean toldFull;
    private boolean wakes;
    private boolean shut;

    /// Takes the socket's drain handler for itself.
    ///
    /// @param loop runs what it is given on the socket's event loop, later
    OutgoingLane(ServerWebSocket socket, Executor loop) {
        this.socket = socket;
        this.loop = loop;
        socket.setWriteQueueMaxSize(FRAGMENT);
        socket.drainHandler(_ -> {
            flow();
            wake();
        });
    }

    /// Who wants to know when there may be room again, or the peer has read something at least. Called in a task of its own.
    void onDrained(Runnable told) {
        drained = told;
    }

    /// Sends a message behind those that wait. Nothing happens where the socket is closed.
    void send(JsonPieces json) {
        Message message = new Message();
        if (json.length() <= FRAGMENT) {
            Buffer whole = Buffer.buffer((int) json.length());
            json.buffers().forEach(whole::appendBuffer);
            message.pieces.add(whole);
        } else {
            message.pieces.addAll(json.buffers());
        }
        message.complete = true;
        enter(message);
    }

    /// Begins a message that is made while it leaves. Until it ends, those behind it wait.
    ///
    /// @param head its beginning, not empty
    Message begin(String head) {
        Message message = new Message();
        message.pieces.add(Buffer.buffer(head));
        enter(message);
        return message;
    }

    private void enter(Message message) {
        if (!shut) {
            waiting.add(message);
            flow();
        }
    }

    /// Whether the other end reads more slowly than is sent: what has no need to be sent now should not be.
    boolean isFull() {
        return isFullFor(null);
    }

    /// The same for who has begun a message: not full when it may go on.
    boolean isFullFor(@Nullable Message mine) {
        boolean full = shut || isQueueFull() || !(waiting.isEmpty() || mine != null && waiting.getFirst() == mine
                && mine.pieces.isEmpty());
        toldFull |= full;
        return full;
    }

    private boolean isQueueFull() {
        return !socket.isClosed() && socket.writeQueueFull();
    }

    private void flow() {
        while (!socket.isClosed() && !isQueueFull() && !waiting.isEmpty()) {
            Message message = waiting.getFirst();
            if (!message.pieces.isEmpty()) {
                socket.writeFrame(message.next());
            }
            if (message.isOver()) {
                waiting.removeFirst();
                wake();
            } else if (message.pieces.isEmpty()) {
                return;
            }
        }
        if (socket.isClosed()) {
            shut();
        }
    }

    /// Tells whoever found it full. In a task of its own, since who is told writes at once, and may be amid writing.
    private void wake() {
        if (toldFull && !wakes) {
            wakes = true;
            loop.execute(() -> {
                wakes = false;
                toldFull = false;
                drained.run();
            });
        }
    }

    /// Nothing more is sent, not even what waits.
    void shut() {
        shut = true;
        waiting.clear();
    }

    /// A message on its way.
    final class Message {
        private final Deque<Buffer> pieces = new ArrayDeque<>();
        private boolean begun;
        private boolean complete;
        private int offset;

        private Message() {}

        /// Adds to a message that was begun.
        void append(Buffer more) {
            pieces.add(more);
            flow();
        }

        /// Ends it.
        ///
        /// @param tail not empty
        void end(String tail) {
            pieces.add(Buffer.buffer(tail));
            complete = true;
            flow();
        }

        private boolean isOver() {
            return complete && pieces.isEmpty();
        }

        private WebSocketFrame next() {
            Buffer from = pieces.getFirst();
            if (!begun) {
                // The first piece is a text of its own: no character is cut at its end.
                begun = true;
                pieces.removeFirst();
                return WebSocketFrame.textFrame(from.toString(), isOver());
            }
            int end = Math.min(offset + FRAGMENT, from.length());
            Buffer fragment = from.slice(offset, end);
            offset = end;
            if (end == from.length()) {
                pieces.removeFirst();
                offset = 0;
            }
            return WebSocketFrame.continuationFrame(fragment, isOver());
        }
    }
}
