package io.starkbeat.query.progress;

import java.time.Instant;
import java.util.List;

/// A point in pipeline time.
///
/// @param time   everything that gateways received up to then is folded
/// @param pauses when folding paused, in any partition: the latest few, in order, none overlapping
public record PipelineTime(Instant time, List<PipelinePause> pauses) {

    public PipelineTime {
        pauses = List.copyOf(pauses);
    }

    /// A time without pauses.
    public PipelineTime(Instant time) {
        this(time, List.of());
    }
}
