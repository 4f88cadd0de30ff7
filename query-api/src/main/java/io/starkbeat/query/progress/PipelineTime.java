package io.starkbeat.query.progress;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A point in pipeline time.
///
/// @param time      everything that gateways received up to then is folded
/// @param lastPause when folding last paused, in any partition; null when it never did
public record PipelineTime(Instant time, @Nullable PipelinePause lastPause) {}
