package io.starkbeat.query.http;

import io.starkbeat.query.feed.FeedLane;
import io.starkbeat.query.rpc.RpcSockets;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who opens a WebSocket for JSON-RPC, and who may not. It stands before the router, since what that hands out in a
/// WebSocket's place hides the connection below it.
///
/// Browsers let any page open a WebSocket, and leave it to the server to look at the page's origin. A page of this server may,
/// and so may those that may read; who is no browser names no origin.
final class WebSocketDoor {
    private static final String VERSION_HEADER = "Sec-WebSocket-Version";
    private static final String KEY_HEADER = "Sec-WebSocket-Key";
    /// Of RFC 6455, which is the only one.
    private static final String VERSION = "13";

    private final RpcSockets sockets;
    private final CorsOrigins cors;
    private final FeedLane lane;

    /// @param lane of the event loop that the requests come on
    WebSocketDoor(RpcSockets sockets, CorsOrigins cors, FeedLane lane) {
        this.sockets = sockets;
        this.cors = cors;
        this.lane = lane;
    }

    /// Whether the request wants a WebSocket here.
    static boolean isFor(HttpServerRequest request) {
        String path = request.path();
        return HttpMethod.GET.equals(request.method())
                && (RpcRoutes.PATH.equals(path) || (RpcRoutes.PATH + "/").equals(path))
                && lists(request.headers().getAll(HttpHeaders.UPGRADE), "websocket")
                && lists(request.headers().getAll(HttpHeaders.CONNECTION), "upgrade");
    }

    /// Firefox, for one, sends `Connection: keep-alive, Upgrade`.
    private static boolean lists(List<String> headers, String word) {
        return headers.stream()
                .flatMap(header -> Stream.of(header.split(",", -1)))
                .anyMatch(each -> each.strip().equalsIgnoreCase(word));
    }

    /// Opens it, or says why not.
    void answer(HttpServerRequest request, Vertx vertx) {
        if (!mayOpen(request.getHeader(HttpHeaders.ORIGIN), request.getHeader(HttpHeaders.HOST))) {
            refuse(request, Problem.forbidden(
                    "Pages of this origin may not open a WebSocket here; CORS_ORIGINS names those that may."));
        } else if (sockets.isLeaving()) {
            refuse(request, Problem.stopping());
        } else if (!VERSION.equals(request.getHeader(VERSION_HEADER))) {
            request.response().putHeader(VERSION_HEADER, VERSION);
            refuse(request, Problem.otherWebSocketVersion(VERSION));
        } else if (!request.headers().contains(KEY_HEADER)) {
            refuse(request, Problem.badRequest("This is no WebSocket handshake: it has no " + KEY_HEADER + "."));
        } else {
            Context loop = vertx.getOrCreateContext();
            request.toWebSocket()
                    .onSuccess(webSocket -> sockets.open(webSocket, vertx, loop, lane))
                    // Answered already, by who found it out, or lost.
                    .onFailure(_ -> request.connection().close());
        }
    }

    private boolean mayOpen(@Nullable String origin, @Nullable String host) {
        if (origin == null || cors.allowed(origin) != null) {
            return true;
        }
        int authority = origin.indexOf("://") + 3;
        return authority >= 3 && origin.substring(authority).equalsIgnoreCase(host);
    }

    /// The connection is ended, since who is refused has no other use for it.
    private static void refuse(HttpServerRequest request, Problem problem) {
        Buffer body = problem.json();
        request.response().setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.CONTENT_TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(body)
                .onComplete(_ -> request.connection().close());
    }
}
