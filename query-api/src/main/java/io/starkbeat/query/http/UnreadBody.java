package io.starkbeat.query.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/// The body of a request that needs none. It means nothing (RFC 9110, 9.3.1) and is passed over, as long as it is small;
/// nobody is to keep the server busy with the rest.
final class UnreadBody {
    /// What is passed over, in bytes: more than any program sends by habit.
    static final int MOST = 64 * 1024;
    /// One who is still sending gets to read the answer only if the connection is not cut under his hands.
    private static final Duration LINGER = Duration.ofSeconds(2);

    private UnreadBody() {}

    /// Whether the request says itself that its body is too large.
    static boolean isTooLarge(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        // The decoder has refused what is no number; one with more digits than a long has is large.
        return length != null && (length.length() > 18 || Long.parseLong(length) > MOST);
    }

    /// Passes over what comes, and closes the connection when it is too much.
    static void passOver(HttpServerRequest request) {
        if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || request.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            long[] seen = {0};
            request.handler(chunk -> {
                seen[0] += chunk.length();
                if (seen[0] > MOST) {
                    request.connection().close();
                }
            });
        }
    }

    /// Closes the connection when all was sent, or soon after the answer.
    static void closeAfter(Vertx vertx, HttpServerRequest request) {
        request.handler(_ -> {
            // Passed over until the timer says that it is enough.
        });
        request.endHandler(_ -> request.connection().close());
        vertx.setTimer(LINGER.toMillis(), _ -> request.connection().close());
    }
}
