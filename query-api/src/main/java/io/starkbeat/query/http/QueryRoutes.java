package io.starkbeat.query.http;

import io.starkbeat.query.catalog.NodeCatalog;
import io.starkbeat.query.catalog.NodeCatalog.Answer;
import io.starkbeat.query.metrics.QueryMetrics;
import io.starkbeat.query.store.StatesNotReadyException;
import io.starkbeat.schemas.codec.RecordMapper;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The routes of the API. Handlers ask the [NodeCatalog] and write what it answers; they hold no state, and every error
/// leaves as a [Problem].
final class QueryRoutes {
    private static final Logger log = LoggerFactory.getLogger(QueryRoutes.class);

    private static final String AS_OF = "Starkbeat-As-Of";
    private static final String READS = "GET, HEAD, OPTIONS";
    /// A restore takes seconds; asking more often costs more than it tells.
    private static final String RETRY_AFTER_SECONDS = "1";

    private static final String INDEX = "/";
    private static final String NODES = "/api/nodes";
    private static final String NODE = "/api/nodes/{nodeId}";
    private static final String SCHEMAS = "/schemas";
    private static final String SCHEMA = "/schemas/{document}";
    /// What metrics call all paths where nothing is.
    private static final String NOWHERE = "none";
    private static final String ROUTE = "starkbeat.route";

    private static final Buffer INDEX_BODY = Buffer.buffer("""
            {
              "name": "Starkbeat",
              "what": "the telemetry of Starknet's nodes",
              "endpoints": {
                "/api/nodes": "all nodes",
                "/api/nodes/{nodeId}": "everything known about one node",
                "/schemas": "the contract: JSON Schemas of what nodes send and what the topics carry, and AsyncAPI"
              }
            }
            """);

    private final NodeCatalog catalog;
    private final QueryMetrics metrics;
    private final ContractDocuments documents = new ContractDocuments(SCHEMAS + "/");

    QueryRoutes(NodeCatalog catalog, QueryMetrics metrics) {
        this.catalog = catalog;
        this.metrics = metrics;
    }

    Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        router.route().handler(this::begin).failureHandler(this::fail);
        serve(router, INDEX, INDEX, context -> respond(context, 200, "application/json", INDEX_BODY));
        serve(router, NODES, NODES, this::list);
        serve(router, "/api/nodes/:nodeId", NODE, this::node);
        serve(router, SCHEMAS, SCHEMAS, context -> respond(context, documents.index()));
        serve(router, "/schemas/:document", SCHEMA, this::document);
        router.route().handler(context -> respond(context, Problem.unknownPath()));
        // What fails before the first route is found: a path that is none.
        for (int status : new int[]{400, 404, 405, 500}) {
            router.errorHandler(status, this::fail);
        }
        return router;
    }

    /// One thing to read: GET and HEAD tell it, OPTIONS tells that, and nothing else is possible.
    private void serve(Router router, String path, String name, Handler<RoutingContext> handler) {
        router.route(path).handler(context -> {
            context.put(ROUTE, name);
            context.next();
        });
        router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(handler);
        router.route(path).method(HttpMethod.OPTIONS).handler(QueryRoutes::preflight);
        router.route(path).handler(context -> {
            context.response().putHeader(HttpHeaders.ALLOW, READS);
            respond(context, Problem.methodNotAllowed(context.request().method().name()));
        });
    }

    private static void preflight(RoutingContext context) {
        common(context.response()).putHeader(HttpHeaders.ALLOW, READS)
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, READS)
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "*")
                .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "86400")
                .setStatusCode(204)
                .end();
    }

    /// What every answer says.
    private static HttpServerResponse common(HttpServerResponse response) {
        return response
                // What is read here is public, and no request carries a credential: any page may read it.
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, AS_OF + ", ETag, Retry-After")
                .putHeader("X-Content-Type-Options", "nosniff");
    }

    /// Refuses what is no path before any route looks at it.
    private void begin(RoutingContext context) {
        long start = System.nanoTime();
        context.addEndHandler(_ -> {
            String route = context.get(ROUTE);
            metrics.request(route == null ? NOWHERE : route, context.response().getStatusCode(),
                    Duration.ofNanos(System.nanoTime() - start));
        });
        if (PathSegment.decode(Objects.requireNonNullElse(context.request().path(), "")).isPresent()) {
            context.next();
        } else {
            respond(context, Problem.badRequest(
                    "The path is not percent-encoded UTF-8: write % and two hex digits for each byte of a character."));
        }
    }

    private void list(RoutingContext context) {
        await(context, catalog.list()).onSuccess(answer -> respond(context, answer));
    }

    private void node(RoutingContext context) {
        String nodeId = lastSegment(context);
        await(context, catalog.node(nodeId)).onSuccess(found -> found.ifPresentOrElse(
                answer -> respond(context, answer), () -> respond(context, Problem.unknownNode(nodeId))));
    }

    private void document(RoutingContext context) {
        documents.find(lastSegment(context)).ifPresentOrElse(found -> respond(context, found),
                () -> respond(context, Problem.unknownPath()));
    }

    private static String lastSegment(RoutingContext context) {
        String path = context.normalizedPath();
        return PathSegment.decode(path.substring(path.lastIndexOf('/') + 1)).orElseThrow();
    }

    /// Brings an answer back to the request's own event loop.
    private static <T> Future<T> await(RoutingContext context, CompletionStage<T> answer) {
        return Future.fromCompletionStage(answer, context.vertx().getOrCreateContext()).onFailure(context::fail);
    }

    private void fail(RoutingContext context) {
        Throwable failure = cause(context.failure());
        int status = context.statusCode();
        if (failure instanceof StatesNotReadyException notReady) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            respond(context, Problem.notReady(String.valueOf(notReady.getMessage())));
        } else if (status == 400) {
            respond(context, Problem.badRequest("This is no valid HTTP: a request has a path and a header Host."));
        } else if (status > 400 && status < 500) {
            respond(context, status == 404 ? Problem.unknownPath() : Problem.other(status));
        } else {
            log.error("Cannot answer {} {}", context.request().method(), context.request().path(), failure);
            respond(context, Problem.defect());
        }
    }

    private static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private void respond(RoutingContext context, Answer answer) {
        tellTime(context, answer.asOf());
        respond(context, 200, "application/json", answer.json());
    }

    /// A document may be kept, and is asked for again by its tag.
    private void respond(RoutingContext context, ContractDocuments.Document document) {
        context.response().putHeader(HttpHeaders.ETAG, document.etag()).putHeader(HttpHeaders.CACHE_CONTROL,
                "no-cache");
        if (context.isFresh()) {
            common(context.response()).setStatusCode(304).end();
        } else {
            respond(context, 200, document.mediaType(), document.body());
        }
    }

    private void respond(RoutingContext context, Problem problem) {
        respond(context, problem.status(), Problem.CONTENT_TYPE, problem.json());
    }

    private void respond(RoutingContext context, int status, String contentType, Buffer body) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (!response.headers().contains(AS_OF)) {
            tellTime(context, catalog.asOf());
        }
        if (!response.headers().contains(HttpHeaders.CACHE_CONTROL)) {
            // Any copy of nodes kept on the way would be older than its Starkbeat-As-Of lets one think.
            response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        common(response).setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        if (HttpMethod.HEAD.equals(context.request().method())) {
            response.end();
        } else {
            response.end(body);
        }
    }

    /// Nothing is said where nothing is known: a new installation, or a reader that has read nothing yet.
    private static void tellTime(RoutingContext context, @Nullable Instant asOf) {
        if (asOf != null) {
            context.response().putHeader(AS_OF, RecordMapper.format(asOf));
        }
    }
}
