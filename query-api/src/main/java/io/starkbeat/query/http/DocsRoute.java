package io.starkbeat.query.http;

import io.starkbeat.query.docs.ApiPage;
import io.starkbeat.schemas.PublishedDocument;
import io.vertx.ext.web.RoutingContext;

/// `/docs`: the API's page. Made once, since it changes with the version only.
final class DocsRoute {
    private static final String BUNDLED = "openapi.json";

    private final Responder responder;
    private final ContractDocuments.Document page;
    private final String policy;

    DocsRoute(Responder responder) {
        this.responder = responder;
        String openApi = PublishedDocument.openApi()
                .stream()
                .filter(document -> document.fileName().equals(BUNDLED))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the module schemas publishes no " + BUNDLED))
                .text();
        ApiPage made = ApiPage.of(openApi);
        page = ContractDocuments.document("text/html; charset=utf-8", made.html());
        policy = made.policy();
    }

    void page(RoutingContext context) {
        context.response().putHeader("Content-Security-Policy", policy)
                .putHeader("Referrer-Policy", "no-referrer");
        responder.respond(context, page);
    }
}
