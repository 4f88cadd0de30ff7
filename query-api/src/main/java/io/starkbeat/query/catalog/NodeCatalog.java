package io.starkbeat.query.catalog;

import io.starkbeat.query.question.NodeQuestion;
import io.starkbeat.query.question.PageCursor;
import io.starkbeat.query.view.ListFormat;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// What the API's handlers know of the nodes. Every method returns at once and may be called on an event loop.
///
/// The stages fail with [io.starkbeat.query.store.StatesNotReadyException] while the nodes cannot be told.
public interface NodeCatalog {
    /// The body of an answer.
    ///
    /// @param body   in UTF-8, coded as said; shared among all who asked: not to be changed
    /// @param coding how it is coded: never more than was asked for, and less where it would not be worth it
    /// @param etag   a weak entity tag of what the body shows; the same in every coding, whoever made it
    /// @param asOf   the pipeline time as of which it holds; null when none is known
    record Answer(Buffer body, Coding coding, String etag, @Nullable Instant asOf) {}

    /// A page of the answer to a question.
    ///
    /// @param next where the next page begins; null when there is none
    record Page(Answer answer, @Nullable PageCursor next) {}

    /// All nodes, as a JSON array of items in the order of their ids. Made once for all who ask at a time; coded ones may be
    /// a moment older.
    CompletionStage<Answer> list(Coding coding);

    /// Those nodes that a question is about, all as of one moment.
    CompletionStage<Page> ask(NodeQuestion question, ListFormat format, Coding coding);

    /// Everything known about one node, as a JSON object; empty when there is no such node.
    CompletionStage<Optional<Answer>> node(String nodeId, Coding coding);

    /// The sessions that claim to be a node, and the one that speaks for it; empty when there is no such node.
    CompletionStage<Optional<Set<String>>> sessions(String nodeId);

    /// All networks that nodes name, as a JSON array in the order of their names.
    CompletionStage<Answer> networks(Coding coding);

    /// One network, as a JSON object; empty when no node names it.
    CompletionStage<Optional<Answer>> network(String network, Coding coding);

    /// The pipeline time; null when none is known.
    @Nullable
    Instant asOf();
}
