package io.starkbeat.query.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads the body of a request, within bounds of length and time. Confined to the request's event loop.
final class BoundedBody {
    private final RoutingContext context;
    private final int longest;
    private final Duration patience;
    private final Responder responder;
    private final Consumer<Buffer> whole;
    private final Buffer body = Buffer.buffer();
    private boolean refused;

    private BoundedBody(RoutingContext context, int longest, Duration patience, Responder responder,
            Consumer<Buffer> whole) {
        this.context = context;
        this.longest = longest;
        this.patience = patience;
        this.responder = responder;
        this.whole = whole;
    }

    /// Begins to read; to be called before the request is left to wait for anything.
    ///
    /// @param longest  in bytes; a longer one is refused
    /// @param patience how long all of it may take, or, where it was refused, what is still sent of it
    /// @param whole    given the body when it is there; not called where it was refused or lost
    static void read(RoutingContext context, int longest, Duration patience, Responder responder,
            Consumer<Buffer> whole) {
        new BoundedBody(context, longest, patience, responder, whole).begin();
    }

    private void begin() {
        HttpServerRequest request = context.request();
        if (announced(request) > longest) {
            refuse();
        } else if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        long timer = context.vertx().setTimer(patience.toMillis(), _ -> giveUp(request));
        request.handler(this::take);
        request.exceptionHandler(_ -> context.vertx().cancelTimer(timer));
        request.endHandler(_ -> {
            context.vertx().cancelTimer(timer);
            if (!refused) {
                whole.accept(body);
            }
        });
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            // More than a long can tell: Netty refuses anything else before it comes here.
            return Long.MAX_VALUE;
        }
    }

    private void take(@Nullable Buffer chunk) {
        if (!refused && chunk != null) {
            if (body.length() + chunk.length() > longest) {
                refuse();
            } else {
                body.appendBuffer(chunk);
            }
        }
    }

    /// The rest is read and passed over for a while: cut off amid sending, a client would not see the answer.
    private void refuse() {
        refused = true;
        responder.respond(context, Problem.tooLarge(longest));
    }

    private void giveUp(HttpServerRequest request) {
        if (refused) {
            request.connection().close();
        } else {
            refused = true;
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            // The header alone ends it only when the request has ended.
            context.addEndHandler(_ -> request.connection().close());
            responder.respond(context, Problem.tooSlow(patience));
        }
    }
}
