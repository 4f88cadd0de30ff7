package io.starkbeat.query.http;

import io.starkbeat.query.rpc.JsonPieces;
import io.starkbeat.query.rpc.NodeDataRpc;
import io.starkbeat.query.rpc.RpcCaller;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// JSON-RPC by POST; for WebSockets on the same path see [WebSocketDoor]. What is wrong with the HTTP is a [Problem], what is
/// wrong with the JSON-RPC is an error of JSON-RPC with the status 200, since the message was understood so far.
final class RpcRoutes {
    static final String PATH = "/node-data-api";

    private static final String JSON = "application/json";
    private static final String METHODS = "POST, OPTIONS";

    /// A message is a packet or two; who takes longer than this does not mean to end.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final NodeDataRpc rpc;
    private final Responder responder;

    RpcRoutes(NodeDataRpc rpc, Responder responder) {
        this.rpc = rpc;
        this.responder = responder;
    }

    /// Serves the path.
    void serve(Router router) {
        router.post(PATH).handler(this::post);
        router.options(PATH).handler(context -> responder.preflight(context, METHODS));
        router.route(PATH).handler(context -> responder.refuseMethod(context, METHODS));
    }

    private void post(RoutingContext context) {
        if (!isJson(context.request().getHeader(HttpHeaders.CONTENT_TYPE))) {
            responder.respond(context, Problem.unsupportedMediaType(JSON));
            return;
        }
        BoundedBody.read(context, NodeDataRpc.LONGEST_MESSAGE, PATIENCE, responder,
                body -> Future.fromCompletionStage(rpc.answer(body.getBytes(), RpcCaller.ONE_ANSWER),
                        context.vertx().getOrCreateContext())
                        .onSuccess(answer -> respond(context, answer))
                        .onFailure(context::fail));
    }

    /// Charsets are passed over: JSON is UTF-8 (RFC 8259, 8.1), and what is not is told so.
    private static boolean isJson(@Nullable String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(JSON);
    }

    private void respond(RoutingContext context, Optional<JsonPieces> answer) {
        if (answer.isPresent()) {
            responder.respond(context, 200, JSON, answer.get().buffers());
        } else {
            responder.respond(context, 204, JSON, Buffer.buffer());
        }
    }
}
