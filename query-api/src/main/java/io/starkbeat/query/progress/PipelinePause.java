package io.starkbeat.query.progress;

import java.time.Instant;

/// A time during which the pipeline did not fold, and for which no node's silence counts.
///
/// @param from the pipeline time at which it began
/// @param to   when folding resumed
public record PipelinePause(Instant from, Instant to) {}
