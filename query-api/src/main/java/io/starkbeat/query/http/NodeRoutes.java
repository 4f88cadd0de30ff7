package io.starkbeat.query.http;

import io.starkbeat.query.catalog.Coding;
import io.starkbeat.query.catalog.NodeCatalog;
import io.starkbeat.query.catalog.NodeCatalog.Answer;
import io.starkbeat.query.catalog.NodeCatalog.Page;
import io.starkbeat.query.question.NodeQuestion;
import io.starkbeat.query.question.PageCursor;
import io.starkbeat.query.question.RefusedParameterException;
import io.starkbeat.query.rejected.RejectedLog;
import io.starkbeat.query.view.ListFormat;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/// What is asked about nodes and networks by URL: reads the request, asks the [NodeCatalog], and has the answer written.
final class NodeRoutes {
    private static final String LINK = "Link";
    private static final String VARIES = "Accept, Accept-Encoding";
    private static final List<String> JSON = List.of(ListFormat.JSON.mediaType());
    private static final List<String> LISTS = Stream.of(ListFormat.values()).map(ListFormat::mediaType).toList();

    private final NodeCatalog catalog;
    private final RejectedRoute rejected;
    private final Responder responder;

    /// @param log of what was rejected
    NodeRoutes(NodeCatalog catalog, RejectedLog log, Responder responder) {
        this.catalog = catalog;
        this.rejected = new RejectedRoute(catalog, log);
        this.responder = responder;
    }

    void list(RoutingContext context) {
        read(context, LISTS, mediaType -> {
            QueryString query = new QueryString(context.request().query());
            NodeQuestion question = NodeQuestion.of(query.values(NodeQuestion.SEVERAL));
            ListFormat format = ListFormat.byMediaType(mediaType);
            await(context, catalog.ask(question, format, coding(context)))
                    .onSuccess(page -> respond(context, page, format, query));
        });
    }

    private void respond(RoutingContext context, Page page, ListFormat format, QueryString query) {
        PageCursor next = page.next();
        if (next != null) {
            context.response().putHeader(LINK, "<" + QueryRoutes.NODES + '?'
                    + query.with(NodeQuestion.CURSOR, next.written()) + ">; rel=\"next\"");
        }
        responder.respond(context, page.answer(), format.contentType());
    }

    void node(RoutingContext context) {
        one(context, lastSegment(context), catalog::node, Problem::unknownNode);
    }

    void rejected(RoutingContext context) {
        String path = context.normalizedPath();
        one(context, segment(path.substring(0, path.lastIndexOf('/'))), rejected::answer, Problem::unknownNode);
    }

    void networks(RoutingContext context) {
        readPlain(context, () -> await(context, catalog.networks(coding(context)))
                .onSuccess(answer -> responder.respond(context, answer, ListFormat.JSON.contentType())));
    }

    void network(RoutingContext context) {
        one(context, lastSegment(context), catalog::network, Problem::unknownNetwork);
    }

    /// The one that the path names.
    private void one(RoutingContext context, String id,
            BiFunction<String, Coding, CompletionStage<Optional<Answer>>> find,
            Function<String, Problem> unknown) {
        readPlain(context, () -> {
            await(context, find.apply(id, coding(context))).onSuccess(found -> found.ifPresentOrElse(
                    answer -> responder.respond(context, answer, ListFormat.JSON.contentType()),
                    () -> responder.respond(context, unknown.apply(id))));
        });
    }

    /// What there is as JSON only, and to which nothing can be asked.
    private void readPlain(RoutingContext context, Runnable read) {
        read(context, JSON, _ -> {
            Map<String, List<String>> parameters = new QueryString(context.request().query()).values(Set.of());
            parameters.keySet().stream().findFirst().ifPresent(name -> {
                throw RefusedParameterException.unknown(name, List.of());
            });
            read.run();
        });
    }

    /// Settles in which media type to answer, and turns what is refused into problems.
    private void read(RoutingContext context, List<String> offered, Consumer<String> read) {
        context.response().putHeader(HttpHeaders.VARY, VARIES);
        String mediaType = header(context, HttpHeaders.ACCEPT).mediaType(offered);
        if (mediaType == null) {
            responder.respond(context, Problem.notAcceptable(offered));
            return;
        }
        try {
            read.accept(mediaType);
        } catch (RefusedParameterException e) {
            responder.respond(context, Problem.refused(e));
        }
    }

    private static Coding coding(RoutingContext context) {
        return header(context, HttpHeaders.ACCEPT_ENCODING).coding("gzip") ? Coding.GZIP : Coding.IDENTITY;
    }

    private static Preferences header(RoutingContext context, CharSequence name) {
        return new Preferences(context.request().headers().getAll(name));
    }

    static String lastSegment(RoutingContext context) {
        return segment(context.normalizedPath());
    }

    /// The last part of a path, decoded.
    private static String segment(String path) {
        return PercentEncoded.decode(path.substring(path.lastIndexOf('/') + 1)).orElseThrow();
    }

    /// Brings an answer back to the request's own event loop.
    private static <T> Future<T> await(RoutingContext context, CompletionStage<T> answer) {
        return Future.fromCompletionStage(answer, context.vertx().getOrCreateContext()).onFailure(context::fail);
    }
}
