package io.starkbeat.query.catalog;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// What the API's handlers know of the nodes. Every method returns at once and may be called on an event loop.
///
/// The stages fail with [io.starkbeat.query.store.StatesNotReadyException] while the nodes cannot be told.
public interface NodeCatalog {
    /// The body of an answer.
    ///
    /// @param json in UTF-8; shared among all who asked: not to be changed
    /// @param asOf the pipeline time as of which it holds; null when none is known
    record Answer(Buffer json, @Nullable Instant asOf) {}

    /// All nodes, as an array of items in the order of their ids.
    CompletionStage<Answer> list();

    /// Everything known about one node; empty when there is no such node.
    CompletionStage<Optional<Answer>> node(String nodeId);

    /// The pipeline time; null when none is known.
    @Nullable
    Instant asOf();
}
