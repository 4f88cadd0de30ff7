package io.starkbeat.query.http;

import io.starkbeat.query.feed.FeedFullException;
import io.starkbeat.query.feed.FeedLane;
import io.starkbeat.query.feed.Subscription;
import io.starkbeat.query.question.NodeFilter;
import io.starkbeat.query.question.RefusedParameterException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/// `GET /api/nodes/stream`: the live feed of the nodes that a filter lets through, as server-sent events.
final class StreamRoute {
    private static final List<String> OFFERED = List.of(ServerSentEvents.MEDIA_TYPE);
    /// As the WHATWG names it: where a reader who comes back was.
    private static final String LAST_EVENT_ID = "Last-Event-ID";
    /// Asks nginx, and what follows it, to hand on each event as it comes.
    private static final String DO_NOT_BUFFER = "X-Accel-Buffering";
    private static final String RETRY_AFTER_SECONDS = "10";

    private final FeedLane lane;
    private final Responder responder;

    /// @param lane of the event loop that the route is served on
    StreamRoute(FeedLane lane, Responder responder) {
        this.lane = lane;
        this.responder = responder;
    }

    void stream(RoutingContext context) {
        HttpServerResponse response = context.response();
        response.putHeader(HttpHeaders.VARY, "Accept");
        if (new Preferences(context.request().headers().getAll(HttpHeaders.ACCEPT)).mediaType(OFFERED) == null) {
            responder.respond(context, Problem.notAcceptable(OFFERED));
            return;
        }
        try {
            NodeFilter filter = NodeFilter.of(new QueryString(context.request().query()).values(NodeFilter.SEVERAL));
            if (HttpMethod.HEAD.equals(context.request().method())) {
                head(context).end();
            } else {
                subscribe(context, filter);
            }
        } catch (RefusedParameterException e) {
            responder.respond(context, Problem.refused(e));
        } catch (FeedFullException e) {
            response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            responder.respond(context, Problem.full(String.valueOf(e.getMessage())));
        }
    }

    private void subscribe(RoutingContext context, NodeFilter filter) {
        EventStream stream = new EventStream(context.vertx(), context.request());
        Subscription subscription = lane.subscribe(filter, context.request().getHeader(LAST_EVENT_ID), stream);
        HttpServerResponse response = head(context).setChunked(true);
        response.drainHandler(_ -> subscription.drained());
        response.closeHandler(_ -> subscription.cancel());
        response.exceptionHandler(_ -> subscription.cancel());
        stream.open();
    }

    private HttpServerResponse head(RoutingContext context) {
        return responder.headers(context)
                .putHeader(HttpHeaders.CONTENT_TYPE, ServerSentEvents.MEDIA_TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(DO_NOT_BUFFER, "no");
    }
}
