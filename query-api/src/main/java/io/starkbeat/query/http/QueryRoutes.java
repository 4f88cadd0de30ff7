package io.starkbeat.query.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.starkbeat.query.catalog.NodeCatalog;
import io.starkbeat.query.dashboard.Dashboard;
import io.starkbeat.query.feed.FeedLane;
import io.starkbeat.query.metrics.QueryMetrics;
import io.starkbeat.query.rejected.RejectedLog;
import io.starkbeat.query.rpc.NodeDataRpc;
import io.starkbeat.query.rpc.RpcSockets;
import io.starkbeat.query.store.StatesNotReadyException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The routes of the API. Handlers ask the [NodeCatalog] and write what it answers; they hold no state, and every error
/// leaves as a [Problem].
final class QueryRoutes {
    private static final Logger log = LoggerFactory.getLogger(QueryRoutes.class);

    /// A restore takes seconds; asking more often costs more than it tells.
    private static final String RETRY_AFTER_SECONDS = "1";

    private static final String INDEX = "/";
    static final String NODES = "/api/nodes";
    private static final String STREAM = "/api/nodes/stream";
    private static final String NODE = "/api/nodes/{nodeId}";
    private static final String REJECTED = "/api/nodes/{nodeId}/rejected";
    private static final String NETWORKS = "/api/networks";
    private static final String NETWORK = "/api/networks/{network}";
    private static final String SCHEMAS = "/schemas";
    private static final String SCHEMA = "/schemas/{document}";
    private static final String DOCS = "/docs";
    /// What metrics call all paths where nothing is.
    private static final String NOWHERE = "none";
    private static final String ROUTE = "starkbeat.route";

    private static final Buffer INDEX_BODY = Buffer.buffer("""
            {
              "name": "Starkbeat",
              "what": "the telemetry of Starknet's nodes",
              "endpoints": {
                "/api/nodes": "all nodes, or those that are asked for",
                "/api/nodes/stream": "the live feed: all nodes, or those that are asked for, and then what changes",
                "/api/nodes/{nodeId}": "everything known about one node",
                "/api/nodes/{nodeId}/rejected": "what was rejected lately of what it sent",
                "/api/networks": "all networks, their nodes counted",
                "/api/networks/{network}": "one of them",
                "/node-data-api": "the same by JSON-RPC 2.0, by POST or WebSocket; rpc.discover tells the methods",
                "/docs": "this API as a page for people",
                "/openapi.yaml": "this API for programs; /openapi.json is the same in one file",
                "/schemas": "the contract: JSON Schemas of what nodes send and what the topics carry, AsyncAPI, OpenRPC"
              }
            }
            """);

    private final NodeRoutes nodes;
    private final RpcRoutes rpc;
    private final RpcSockets sockets;
    private final Responder responder;
    private final QueryMetrics metrics;
    private final ContractDocuments documents = new ContractDocuments(SCHEMAS + "/");
    private final DocsRoute docs;
    private final DashboardRoutes dashboard;

    QueryRoutes(NodeCatalog catalog, RejectedLog log, CorsOrigins cors, QueryMetrics metrics) {
        this.responder = new Responder(cors, catalog::asOf);
        this.nodes = new NodeRoutes(catalog, log, responder);
        this.docs = new DocsRoute(responder);
        this.dashboard = new DashboardRoutes(responder, INDEX_BODY);
        this.metrics = metrics;
        NodeDataRpc methods = new NodeDataRpc(catalog, metrics.rpc());
        this.sockets = new RpcSockets(methods, metrics.rpc());
        this.rpc = new RpcRoutes(methods, responder);
    }

    /// The WebSockets that are open.
    RpcSockets sockets() {
        return sockets;
    }

    /// The routes for one event loop.
    ///
    /// @param lane of the loop
    Router router(Vertx vertx, FeedLane lane) {
        StreamRoute stream = new StreamRoute(lane, responder);
        Router router = Router.router(vertx);
        router.route().handler(this::begin).failureHandler(this::fail);
        serve(router, INDEX, INDEX, dashboard::index);
        serve(router, Dashboard.ASSETS + "*", Dashboard.ASSETS, dashboard::asset);
        serve(router, NODES, NODES, nodes::list);
        serve(router, STREAM, STREAM, stream::stream);
        serve(router, "/api/nodes/:nodeId", NODE, nodes::node);
        serve(router, "/api/nodes/:nodeId/rejected", REJECTED, nodes::rejected);
        serve(router, NETWORKS, NETWORKS, nodes::networks);
        serve(router, "/api/networks/:network", NETWORK, nodes::network);
        serve(router, SCHEMAS, SCHEMAS, context -> responder.respond(context, documents.index()));
        serve(router, "/schemas/:document", SCHEMA, this::document);
        documents.byPath().forEach(
                (path, document) -> serve(router, path, path, context -> responder.respond(context, document)));
        serve(router, DOCS, DOCS, docs::page);
        name(router, RpcRoutes.PATH, RpcRoutes.PATH);
        rpc.serve(router);
        router.route().handler(this::passOverBody).handler(
                context -> responder.respond(context, Problem.unknownPath()));
        // What fails before the first route is found: a path that is none.
        for (int status : new int[]{400, 404, 405, 500}) {
            router.errorHandler(status, this::fail);
        }
        return router;
    }

    /// One thing to read: GET and HEAD tell it, OPTIONS tells that, and nothing else is possible.
    private void serve(Router router, String path, String name, Handler<RoutingContext> handler) {
        name(router, path, name);
        router.route(path).handler(this::passOverBody);
        router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(handler);
        router.route(path).method(HttpMethod.OPTIONS).handler(responder::preflight);
        router.route(path).handler(responder::refuseMethod);
    }

    /// What metrics call the path.
    private static void name(Router router, String path, String name) {
        router.route(path).handler(context -> {
            context.put(ROUTE, name);
            context.next();
        });
    }

    /// What is served here needs no body.
    private void passOverBody(RoutingContext context) {
        if (UnreadBody.isTooLarge(context.request())) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            responder.respond(context, Problem.bodyTooLarge());
            UnreadBody.closeAfter(context.vertx(), context.request());
        } else {
            UnreadBody.passOver(context.request());
            context.next();
        }
    }

    /// Answers what is so malformed that there is no request; its connection ends with that.
    void refuseMalformed(HttpServerRequest request) {
        Problem problem = switch (request.decoderResult().cause()) {
            case TooLongHttpLineException _ -> Problem.lineTooLong();
            case TooLongHttpHeaderException _ -> Problem.headersTooLarge();
            default -> Problem.badRequest("This is no valid HTTP/1.1.");
        };
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        responder.respond(request, problem);
        metrics.request(NOWHERE, problem.status(), Duration.ZERO);
    }

    /// Refuses what is no path before any route looks at it.
    private void begin(RoutingContext context) {
        long start = System.nanoTime();
        context.addEndHandler(_ -> {
            String route = context.get(ROUTE);
            // A stream lasts as long as its reader stays: see FeedMetrics.
            if (!STREAM.equals(route) || context.response().getStatusCode() != 200) {
                metrics.request(route == null ? NOWHERE : route, context.response().getStatusCode(),
                        Duration.ofNanos(System.nanoTime() - start));
            }
        });
        if (PercentEncoded.decode(Objects.requireNonNullElse(context.request().path(), "")).isPresent()) {
            context.next();
        } else {
            responder.respond(context, Problem.badRequest(
                    "The path is not percent-encoded UTF-8: write % and two hex digits for each byte of a character."));
        }
    }

    private void document(RoutingContext context) {
        documents.find(NodeRoutes.lastSegment(context)).ifPresentOrElse(found -> responder.respond(context, found),
                () -> responder.respond(context, Problem.unknownPath()));
    }

    private void fail(RoutingContext context) {
        Throwable failure = cause(context.failure());
        int status = context.statusCode();
        if (failure instanceof StatesNotReadyException notReady) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            responder.respond(context, Problem.notReady(String.valueOf(notReady.getMessage())));
        } else if (status == 400) {
            responder.respond(context,
                    Problem.badRequest("This is no valid HTTP: a request has a path and a header Host."));
        } else if (status > 400 && status < 500) {
            responder.respond(context, status == 404 ? Problem.unknownPath() : Problem.other(status));
        } else {
            log.error("Cannot answer {} {}", context.request().method(), context.request().path(), failure);
            responder.respond(context, Problem.defect());
        }
    }

    private static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
