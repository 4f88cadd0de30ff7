package io.starkbeat.query.http;

import io.starkbeat.query.dashboard.Asset;
import io.starkbeat.query.dashboard.Dashboard;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/// `/` for browsers, and the files of the page. Programs, which ask for no HTML, are told at `/` what else there is.
final class DashboardRoutes {
    private static final String POLICY = "Content-Security-Policy";
    private static final String JSON = "application/json";
    private static final String HTML = "text/html";
    /// Of equals the first: who takes anything is a program.
    private static final List<String> OFFERED = List.of(JSON, HTML);
    /// A file's path says which edition of it is meant, so it never changes.
    private static final String FOR_GOOD = "public, max-age=31536000, immutable";

    private final Dashboard dashboard = Dashboard.read();
    private final ContractDocuments.Document index;
    private final Responder responder;

    /// @param index what programs are told at `/`
    DashboardRoutes(Responder responder, Buffer index) {
        this.responder = responder;
        this.index = ContractDocuments.document(JSON, index.toString());
    }

    void index(RoutingContext context) {
        context.response().putHeader(HttpHeaders.VARY, "Accept, Accept-Encoding");
        List<String> accepted = context.request().headers().getAll(HttpHeaders.ACCEPT);
        if (HTML.equals(new Preferences(accepted).mediaType(OFFERED))) {
            context.response().putHeader(POLICY, dashboard.policy())
                    .putHeader("Referrer-Policy", "no-referrer");
            Asset page = dashboard.page();
            responder.respond(context, new ContractDocuments.Document(page.mediaType(), coded(context, page),
                    "W/\"" + dashboard.stamp() + '"'));
        } else {
            responder.respond(context, index);
        }
    }

    void asset(RoutingContext context) {
        String path = context.normalizedPath().substring(Dashboard.ASSETS.length());
        dashboard.find(path).ifPresentOrElse(asset -> {
            if (path.endsWith(Dashboard.WORKER)) {
                // A worker has the policy of its own response, not that of the page that starts it.
                context.response().putHeader(POLICY, Dashboard.WORKER_POLICY);
            }
            context.response().putHeader(HttpHeaders.VARY, "Accept-Encoding")
                    .putHeader(HttpHeaders.CACHE_CONTROL, FOR_GOOD);
            responder.respond(context, 200, asset.mediaType(), coded(context, asset));
        }, () -> responder.respond(context, Problem.unknownPath()));
    }

    private static Buffer coded(RoutingContext context, Asset asset) {
        Buffer gzip = asset.gzip();
        if (gzip != null
                && new Preferences(context.request().headers().getAll(HttpHeaders.ACCEPT_ENCODING)).coding("gzip")) {
            context.response().putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
            return gzip;
        }
        return asset.body();
    }
}
