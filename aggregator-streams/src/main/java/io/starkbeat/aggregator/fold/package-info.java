/// The fold: pure functions from an old state and an event to a new state. Nothing here knows Kafka or the time of day;
/// the same records give the same states on every replay.
@NullMarked
package io.starkbeat.aggregator.fold;

import org.jspecify.annotations.NullMarked;
