package io.starkbeat.query.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/// Writes a body as fast as its reader takes it. A body that is written in one go is copied whole for the socket and lies
/// there until it is read: some hundred readers of a large list who do not read on would fill the memory. In pieces each
/// costs a few.
final class PacedBody {
    /// Large enough that a fast reader does not notice, about what a socket's own buffer takes.
    static final int PIECE = 128 * 1024;

    private final HttpServerResponse response;
    private final Buffer body;
    private int at;

    private PacedBody(HttpServerResponse response, Buffer body) {
        this.response = response;
        this.body = body;
    }

    /// Ends a response with a body, whose length its head tells already.
    static void end(HttpServerResponse response, Buffer body) {
        if (body.length() <= PIECE) {
            response.end(body);
        } else {
            PacedBody paced = new PacedBody(response, body);
            response.drainHandler(_ -> paced.goOn());
            paced.goOn();
        }
    }

    private void goOn() {
        while (!response.ended() && !response.closed()) {
            int from = at;
            at = Math.min(from + PIECE, body.length());
            Buffer piece = body.slice(from, at);
            if (at == body.length()) {
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
