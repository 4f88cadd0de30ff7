package io.starkbeat.aggregator.topology;

import io.starkbeat.aggregator.fold.SessionState;
import io.starkbeat.schemas.node.NodeState;
import org.jspecify.annotations.Nullable;

/// A value of the store: either a session or a node. Not of the public contract.
///
/// @param session what a session has told so far
/// @param offset  the offset in `node-telemetry` of the newest record folded into the session
/// @param node    the state of a node, as published
record FoldEntry(@Nullable SessionState session, @Nullable Long offset, @Nullable NodeState node) {}
