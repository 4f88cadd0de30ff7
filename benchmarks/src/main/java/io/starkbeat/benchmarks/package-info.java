/// Load and measurements of a running Starkbeat, from outside: over its WebSocket and its REST API.
@NullMarked
package io.starkbeat.benchmarks;

import org.jspecify.annotations.NullMarked;
