package io.starkbeat.query.http;

import io.starkbeat.query.feed.EndReason;
import io.starkbeat.query.feed.FeedEvents;
import io.starkbeat.query.feed.FeedSink;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;

/// One reader of the feed as server-sent events.
final class EventStream implements FeedSink {
    /// Last words wait behind what has not been read. Who does not read them within this time does not want them.
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private boolean firstItem;

    /// @param request whose response is to carry the events; its head is written with the first of them
    EventStream(Vertx vertx, HttpServerRequest request) {
        this.vertx = vertx;
        this.request = request;
        this.response = request.response();
    }

    /// The head of the response, so that a browser knows at once that it is connected.
    void open() {
        write(ServerSentEvents.greeting());
    }

    @Override
    public boolean isFull() {
        return response.writeQueueFull();
    }

    @Override
    public void snapshotBegins(String id) {
        firstItem = true;
        write(ServerSentEvents.snapshotBegins(id));
    }

    @Override
    public void snapshotGoesOn(List<byte[]> items) {
        Buffer buffer = Buffer.buffer();
        for (byte[] item : items) {
            ServerSentEvents.item(item, firstItem, buffer);
            firstItem = false;
        }
        write(buffer);
    }

    @Override
    public void snapshotEnds() {
        write(ServerSentEvents.snapshotEnds());
    }

    @Override
    public void changed(FeedEvents events) {
        write(events.writtenOnce(ServerSentEvents::changes));
    }

    @Override
    public void reset() {
        write(ServerSentEvents.reset());
    }

    @Override
    public void heartbeat(String id) {
        write(ServerSentEvents.heartbeat(id));
    }

    @Override
    public void end(EndReason reason) {
        if (!response.ended() && !response.closed()) {
            response.end(ServerSentEvents.end(reason));
            long timer = vertx.setTimer(LAST_WORDS.toMillis(), _ -> request.connection().close());
            request.connection().closeHandler(_ -> vertx.cancelTimer(timer));
        }
    }

    private void write(Buffer buffer) {
        if (buffer.length() > 0 && !response.ended() && !response.closed()) {
            // Fails only where the connection is gone, of which its own handler is told.
            response.write(buffer);
        }
    }
}
