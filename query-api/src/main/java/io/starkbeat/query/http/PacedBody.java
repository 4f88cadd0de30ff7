package io.starkbeat.query.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Writes a body as fast as its reader takes it. A body that is written in one go is copied whole for the socket and lies
/// there until it is read: some hundred readers of a large list who do not read on would fill the memory. In pieces each
/// costs a few.
final class PacedBody {
    /// Large enough that a fast reader does not notice, about what a socket's own buffer takes.
    static final int PIECE = 128 * 1024;

    private final HttpServerResponse response;
    /// What is left of the body: the rest of the first, and the others.
    private final Deque<Buffer> parts;
    private int at;

    private PacedBody(HttpServerResponse response, List<Buffer> parts) {
        this.response = response;
        this.parts = new ArrayDeque<>(parts);
    }

    /// Ends a response with a body, whose length its head tells already.
    ///
    /// @param parts that make it one behind the other; at least one
    static void end(HttpServerResponse response, List<Buffer> parts) {
        if (parts.size() == 1 && parts.getFirst().length() <= PIECE) {
            response.end(parts.getFirst());
        } else {
            PacedBody paced = new PacedBody(response, parts);
            response.drainHandler(_ -> paced.goOn());
            paced.goOn();
        }
    }

    private void goOn() {
        while (!response.ended() && !response.closed()) {
            Buffer part = parts.getFirst();
            int from = at;
            at = Math.min(from + PIECE, part.length());
            Buffer piece = part.slice(from, at);
            if (at == part.length()) {
                parts.removeFirst();
                at = 0;
            }
            if (parts.isEmpty()) {
                response.end(piece);
                return;
            }
            // Fails only where the connection is gone, which is found out above.
            response.write(piece);
            if (response.writeQueueFull()) {
                return;
            }
        }
    }
}
