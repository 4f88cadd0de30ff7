/// The reader of the pipeline: serves the state of every node over HTTP from a full copy of its own.
@NullMarked
package io.starkbeat.query;

import org.jspecify.annotations.NullMarked;
