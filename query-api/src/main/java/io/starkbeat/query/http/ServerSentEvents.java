package io.starkbeat.query.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.starkbeat.query.feed.EndReason;
import io.starkbeat.query.feed.FeedEvent;
import io.starkbeat.schemas.codec.RecordMapper;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;

/// The feed's events as the WHATWG writes them (HTML, 9.2: server-sent events), one line of data each. JSON has no line
/// breaks but within texts, where they are escaped.
final class ServerSentEvents {
    static final String MEDIA_TYPE = "text/event-stream";

    private static final String DATA = "\ndata: ";
    private static final String END = "\n\n";
    /// No place in any log: who comes back with it has not got the snapshot that was to follow.
    private static final String NOWHERE = "reset";

    private ServerSentEvents() {}

    /// The first words of a stream: how long a browser waits before it comes back.
    static Buffer greeting() {
        return Buffer.buffer("retry: 2000" + END);
    }

    static Buffer changes(List<FeedEvent> events) {
        int size = 0;
        for (FeedEvent event : events) {
            size += event.json().length + event.id().length() + 32;
        }
        Buffer buffer = Buffer.buffer(size);
        for (FeedEvent event : events) {
            String name = switch (event) {
                case FeedEvent.Node _ -> "node";
                case FeedEvent.Gone _ -> "gone";
            };
            begin(name, event.id(), buffer).appendBytes(event.json()).appendString(END);
        }
        return buffer;
    }

    /// The head of a snapshot. Its items follow, see [#item], and then [#snapshotEnds].
    static Buffer snapshotBegins(String id) {
        return begin("snapshot", id, Buffer.buffer()).appendByte((byte) '[');
    }

    /// Appends an item of a snapshot.
    static void item(byte[] json, boolean first, Buffer to) {
        if (!first) {
            to.appendByte((byte) ',');
        }
        to.appendBytes(json);
    }

    static Buffer snapshotEnds() {
        return Buffer.buffer("]" + END);
    }

    static Buffer reset() {
        return begin("reset", NOWHERE, Buffer.buffer()).appendString("{}" + END);
    }

    /// A comment, which nobody is told of, and the place that a browser remembers: an event without data moves it, and is
    /// no event for the page.
    static Buffer heartbeat(String id) {
        return Buffer.buffer(":\nid: " + id + END);
    }

    /// The last words. They bear no id, so that who comes back goes on from where he was.
    static Buffer end(EndReason reason) {
        try {
            return Buffer.buffer("event: end" + DATA)
                    .appendBytes(RecordMapper.mapper()
                            .writeValueAsBytes(Map.of("reason", reason.key(), "detail", reason.explanation())))
                    .appendString(END);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write why a stream ends", e);
        }
    }

    private static Buffer begin(String name, String id, Buffer to) {
        return to.appendString("event: ").appendString(name).appendString("\nid: ").appendString(id).appendString(DATA);
    }
}
