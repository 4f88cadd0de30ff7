package io.starkbeat.query.progress;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A point in pipeline time.
///
/// @param time      everything that gateways received up to then is folded
/// @param resumedAt when folding last resumed after a pause, in any partition; null when it never paused
public record PipelineTime(Instant time, @Nullable Instant resumedAt) {}
