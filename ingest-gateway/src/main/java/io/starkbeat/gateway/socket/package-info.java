/// WebSockets of nodes on Vert.x: event loops, frames, pausing, farewells.
@NullMarked
package io.starkbeat.gateway.socket;

import org.jspecify.annotations.NullMarked;
