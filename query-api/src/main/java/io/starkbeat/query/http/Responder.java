package io.starkbeat.query.http;

import io.starkbeat.query.catalog.Coding;
import io.starkbeat.query.catalog.NodeCatalog.Answer;
import io.starkbeat.schemas.codec.RecordMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Writes answers with the headers that all have: as of when they hold, who may read them, and by what they are asked for
/// again. Holds no state.
final class Responder {
    private static final String AS_OF = "Starkbeat-As-Of";
    private static final String READS = "GET, HEAD, OPTIONS";
    /// May be kept, and has to be asked for again by its tag: any copy that is given out unasked would be older than its
    /// `Starkbeat-As-Of` lets one think.
    private static final String ASK_AGAIN = "no-cache";
    private static final String DO_NOT_KEEP = "no-store";

    private final CorsOrigins cors;
    private final Supplier<@Nullable Instant> now;

    /// @param now the pipeline time; null when none is known
    Responder(CorsOrigins cors, Supplier<@Nullable Instant> now) {
        this.cors = cors;
        this.now = now;
    }

    /// An answer about nodes; 304 without a body for who has it already.
    ///
    /// @param contentType the value of `Content-Type`
    void respond(RoutingContext context, Answer answer, String contentType) {
        tellTime(context.response(), answer.asOf());
        if (answer.coding() == Coding.GZIP) {
            context.response().putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        tagged(context, answer.etag(), contentType, answer.body());
    }

    void respond(RoutingContext context, ContractDocuments.Document document) {
        tagged(context, document.etag(), document.mediaType(), document.body());
    }

    private void tagged(RoutingContext context, String etag, String contentType, Buffer body) {
        context.response().putHeader(HttpHeaders.ETAG, etag).putHeader(HttpHeaders.CACHE_CONTROL, ASK_AGAIN);
        if (context.isFresh()) {
            context.response().headers().remove(HttpHeaders.CONTENT_ENCODING);
            common(context).setStatusCode(304).end();
        } else {
            respond(context, 200, contentType, body);
        }
    }

    void respond(RoutingContext context, Problem problem) {
        respond(context, problem.status(), Problem.CONTENT_TYPE, problem.json());
    }

    /// A request that is none, which no route has seen.
    void respond(HttpServerRequest request, Problem problem) {
        respond(request, problem.status(), Problem.CONTENT_TYPE, List.of(problem.json()));
    }

    void respond(RoutingContext context, int status, String contentType, Buffer body) {
        respond(context, status, contentType, List.of(body));
    }

    /// @param pieces the body, in pieces that make the whole one behind the other
    void respond(RoutingContext context, int status, String contentType, List<Buffer> pieces) {
        respond(context.request(), status, contentType, pieces);
    }

    private void respond(HttpServerRequest request, int status, String contentType, List<Buffer> pieces) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (!response.headers().contains(HttpHeaders.CACHE_CONTROL)) {
            response.putHeader(HttpHeaders.CACHE_CONTROL, DO_NOT_KEEP);
        }
        common(request).setStatusCode(status);
        if (status == 204) {
            response.end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .putHeader(HttpHeaders.CONTENT_LENGTH,
                        Long.toString(pieces.stream().mapToLong(Buffer::length).sum()));
        if (HttpMethod.HEAD.equals(request.method())) {
            response.end();
        } else {
            PacedBody.end(response, pieces);
        }
    }

    /// Answers OPTIONS where there is something to read.
    void preflight(RoutingContext context) {
        preflight(context, READS);
    }

    /// Answers OPTIONS, which a browser asks before a request that a page makes.
    ///
    /// @param methods those that are possible
    void preflight(RoutingContext context, String methods) {
        HttpServerResponse response = common(context).putHeader(HttpHeaders.ALLOW, methods);
        if (response.headers().contains(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, methods)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "*")
                    .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "86400");
        }
        response.setStatusCode(204).end();
    }

    /// Refuses all methods but those that read.
    void refuseMethod(RoutingContext context) {
        refuseMethod(context, READS);
    }

    /// Refuses all methods but some.
    ///
    /// @param methods those that are possible
    void refuseMethod(RoutingContext context, String methods) {
        context.response().putHeader(HttpHeaders.ALLOW, methods);
        respond(context, Problem.methodNotAllowed(context.request().method().name(), methods));
    }

    /// The response with what every answer says, for who writes the rest himself.
    HttpServerResponse headers(RoutingContext context) {
        return common(context);
    }

    /// What every answer says.
    private HttpServerResponse common(RoutingContext context) {
        return common(context.request());
    }

    private HttpServerResponse common(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        String origin = cors.allowed(request.getHeader(HttpHeaders.ORIGIN));
        if (origin != null) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, AS_OF + ", ETag, Link, Retry-After");
        }
        if (!cors.all()) {
            response.headers().add(HttpHeaders.VARY, "Origin");
        }
        if (!response.headers().contains(AS_OF)) {
            tellTime(response, now.get());
        }
        return response.putHeader("X-Content-Type-Options", "nosniff");
    }

    /// Nothing is said where nothing is known: a new installation, or a reader that has read nothing yet.
    private static void tellTime(HttpServerResponse response, @Nullable Instant asOf) {
        if (asOf != null) {
            response.putHeader(AS_OF, RecordMapper.format(asOf));
        }
    }
}
