package io.starkbeat.query.http;

import io.starkbeat.query.catalog.Coding;
import io.starkbeat.query.catalog.NodeCatalog;
import io.starkbeat.query.catalog.NodeCatalog.Answer;
import io.starkbeat.query.rejected.RejectedLog;
import io.starkbeat.query.view.TaggedBody;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/// What `/api/nodes/{nodeId}/rejected` answers: the last few messages of a node's sessions that were not taken.
final class RejectedRoute {
    /// Kilobytes are written and pressed together: not on an event loop, nor on the thread that found the sessions, which
    /// may be one by the time that it is asked.
    private static final Executor THREADS = task -> Thread.ofVirtual().name("query-rejected").start(task);

    private final NodeCatalog catalog;
    private final RejectedLog log;

    RejectedRoute(NodeCatalog catalog, RejectedLog log) {
        this.catalog = catalog;
        this.log = log;
    }

    CompletionStage<Optional<Answer>> answer(String nodeId, Coding coding) {
        return catalog.sessions(nodeId).thenApplyAsync(
                found -> found.map(sessions -> coding.of(answer(sessions))), THREADS);
    }

    private Answer answer(Collection<String> sessions) {
        TaggedBody body = TaggedBody.of(log.json(sessions));
        return new Answer(body.bytes(), Coding.IDENTITY, body.etag(), catalog.asOf());
    }
}
